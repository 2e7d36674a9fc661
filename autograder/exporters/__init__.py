"""Reports as other systems read them: Report → text, one format a file."""
