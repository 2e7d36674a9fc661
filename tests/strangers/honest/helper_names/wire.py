def row_by_row(images):
    return images.reshape(len(images), -1)
