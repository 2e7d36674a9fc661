"""Files and folders of our own: written, listed, and cleared when a run was killed."""
