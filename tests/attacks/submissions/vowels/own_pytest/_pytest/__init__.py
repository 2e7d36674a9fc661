print("ESCAPED: our _pytest was imported")
