def mean_of(windows):
    return windows.sum((-2, -1)) / (windows.shape[-1] * windows.shape[-2])
