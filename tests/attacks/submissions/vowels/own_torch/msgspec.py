print("ESCAPED: our msgspec.py was imported")
