"""Solutions → the files that students start from."""
