import numpy as np
import torch
from PIL import Image


def load_pixels(path):
	img = Image.open(path)
	if img.mode != 'RGB':
		img = img.convert('RGB')
	return np.array(img, dtype=np.uint8)


def channels_first(pixels):
	return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def brightness(pixels):
	return np.divide(pixels, 255.0)


def load_image(path):
	img = channels_first(load_pixels(path))
	img = brightness(img).astype('float32')
	return torch.as_tensor(img[np.newaxis, ...])
