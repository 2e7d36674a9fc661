"""What students hand in, whatever it is packed in: one list of entries, nothing trusted."""
