"""Workbooks: the templates people fill in, and any workbook they send back."""
