"""What can a student be asked about their own code? Questions for a talk of two minutes."""
