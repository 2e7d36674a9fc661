"""Whatever was handed in → a `Submission`."""
