"""All of ours that exists in a student's process. Imports nothing of ours but itself."""
