"""Spreadsheets and JSON in, a plan of changes out. Nothing is stored here, and nothing is read but what is handed in."""
