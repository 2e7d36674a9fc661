"""Reads a course: grading.yml and the folders beside it, with a message for each fault."""
