"""Verifies a course: whether its checks catch every known wrong answer and accept right ones."""
