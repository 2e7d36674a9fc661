"""Report → text for a system of somebody else's: one format a file."""
