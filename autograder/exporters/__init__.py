"""Report → text for other systems: one format a module."""
