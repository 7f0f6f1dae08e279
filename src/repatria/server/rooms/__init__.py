"""Append and sync of sealed entries."""
