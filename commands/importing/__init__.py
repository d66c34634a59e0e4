"""Spreadsheets and JSON in, a plan of changes out. Nothing is stored here and no file is opened."""
