"""Grades a submission with hidden pytest checks, in another process than the student's code."""
