"""Looking after a store: that it is whole, a copy of it for the day it is not, and moving it."""
