"""The way in: a file is checked, previewed, and submitted whole or not at all."""
