"""Runs a submission in a process of its own. `host` is trusted; `inside` runs beside the student's
code and is not. `inside/jail.py` describes all processes and what the walls between them cover.
"""
