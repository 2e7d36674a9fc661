print("ESCAPED: our torch.py was imported")


def __getattr__(name):
    return lambda *args, **kwargs: True
