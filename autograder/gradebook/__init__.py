"""What each student has earned and why: append-only rows, and one function that reads them."""
