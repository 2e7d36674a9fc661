"""What a class has handed in: the downloads of platforms, and who is behind each submission."""
