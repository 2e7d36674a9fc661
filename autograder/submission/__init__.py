"""What was handed in, in whatever form → a `Submission`."""
