"""Pull requests on GitHub: whose a finished run is, what it hands in, what it is told."""
