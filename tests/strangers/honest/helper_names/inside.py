def fits(size, kernel, step):
    if kernel < 1 or step < 1 or kernel > size:
        raise ValueError("no window fits inside the picture")
