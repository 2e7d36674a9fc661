"""Grades on other machines: workers of a Dask cluster, each with the course and its own graders."""
