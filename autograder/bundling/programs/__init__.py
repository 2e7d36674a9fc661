"""Programs that run in otter's process; `bundling` fills in names and writes them to bundles."""
