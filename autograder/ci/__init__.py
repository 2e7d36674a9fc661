"""A pull request's results: a folder of files, made without any secret."""
