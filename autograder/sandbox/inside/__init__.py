"""The part of the engine that runs in a student's process. It imports nothing else of ours."""
