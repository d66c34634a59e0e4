"""Spreadsheets and JSON in, a plan of changes out. Nothing is stored here and no file is opened."""

from commands.importing.grid import Problem, SourceFile, Spot, UnreadableFile
from commands.importing.plan import Plan, plan_import

__all__ = ["Plan", "Problem", "SourceFile", "Spot", "UnreadableFile", "plan_import"]
