"""Takes the place of a package of Jupyter's, which no test asks for anything, and which builds a
grammar for a second of processor time in each process that imports `nbformat`.
"""

raise ImportError("jsonschema does without a check of internationalised addresses")
