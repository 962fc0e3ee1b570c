"""Riverton, an invented programme: its wards, its groups, what took place there, who helped, and what people said of it.

Everything here is made up, from a fixed seed: no person, place or organisation is real. The functions return rows as people would type
them, by column code.
"""
