def both(v):
    return v
