"""Makes a stranger's text fit to be shown: harmless, short, and without hidden values."""
