"""From a submission to a report, by hidden pytest checks that never meet the student's code."""
