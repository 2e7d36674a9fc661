"""What does a new course or assignment start from? Folders of files, and what copies them."""
