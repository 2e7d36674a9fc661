"""Writes, lists and clears our own files and folders."""
