print("ESCAPED: our random.py was imported")
