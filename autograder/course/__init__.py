"""Reading a course: grading.yml as written, the course as meant, and the faults in between."""
