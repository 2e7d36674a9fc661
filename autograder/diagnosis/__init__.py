"""Wrong answers → the student's mistake: known mistakes are run on the recorded calls."""
