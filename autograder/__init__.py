"""Autograder: grades students' code from outside the process in which that code runs."""
