"""Files for learning management systems: what they gave out comes back with grades."""
