"""How do people read answers in words? A local page, one question at a time over a whole class."""
