print("ESCAPED: our solutions was imported")
