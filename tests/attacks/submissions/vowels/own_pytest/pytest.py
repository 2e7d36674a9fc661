print("ESCAPED: our pytest.py was imported")


def main(*args, **kwargs):
    return 0
