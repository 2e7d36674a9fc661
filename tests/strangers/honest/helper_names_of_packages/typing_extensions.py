Pair = int | tuple
