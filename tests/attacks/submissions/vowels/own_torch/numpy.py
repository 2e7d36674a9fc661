print("ESCAPED: our numpy.py was imported")
