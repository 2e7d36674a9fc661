import os
import sys

frame = sys._getframe(1)
while "importlib" in frame.f_code.co_filename or frame.f_code.co_filename.endswith("imports.py"):
    frame = frame.f_back
if not frame.f_code.co_filename.startswith(os.getcwd()):  # a line of ours finds it, as at home
    print("ESCAPED: our random.py was imported by", frame.f_code.co_filename)
