"""Loads the definitions, as a server does before its first visitor comes: what is forked from a process that imports this has them."""

from cdmon.definitions import load

load()
