"""A folder, zip, notebook or module that was handed in → a `Submission`."""
