"""Runs a submission in a separate, isolated process.

`host` is trusted. `inside` runs in the student's process and is not. `inside/jail.py` describes all
processes, and what each isolation tier covers.
"""
