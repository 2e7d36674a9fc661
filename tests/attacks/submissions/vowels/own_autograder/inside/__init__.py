print("ESCAPED: our inside was imported")
