"""What is packed for students, otter and Gradescope: each from a list of what may be in it."""
