print("ESCAPED: sitecustomize.py was imported")
