"""Helpers that several tests share, such as simulated classrooms, machines and servers."""
