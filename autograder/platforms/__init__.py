"""What otter and Gradescope call when they grade: one module for each."""
