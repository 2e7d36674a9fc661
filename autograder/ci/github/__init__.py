"""What is written to GitHub and read from it."""
