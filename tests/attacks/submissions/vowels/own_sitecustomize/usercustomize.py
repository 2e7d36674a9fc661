print("ESCAPED: usercustomize.py was imported")
