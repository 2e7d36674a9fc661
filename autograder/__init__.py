"""Autograder: judges what students hand in, from outside the process in which it runs."""
