"""What people look at: a page for each student, and one of the class for staff."""
