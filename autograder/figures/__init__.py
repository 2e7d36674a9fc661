"""Draws figures of what was measured."""
