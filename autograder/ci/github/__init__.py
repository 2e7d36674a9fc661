"""What is said to and read from GitHub."""
