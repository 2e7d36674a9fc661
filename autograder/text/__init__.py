"""Strangers' text, fit to be shown: harmless, short, and telling nothing that was hidden."""
