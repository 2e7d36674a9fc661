"""Solutions → what students start from."""
