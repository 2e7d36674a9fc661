print("ESCAPED: our autograder was imported")
