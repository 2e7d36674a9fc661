# the same im2col as for the convolution
import convolution as conv


def _patches(images, kernel_size, stride):
	if stride is None:
		stride = kernel_size
	kh, kw = conv.as_pair(kernel_size)
	sh, sw = conv.as_pair(stride)
	return conv.im2col(images, kh, kw, sh, sw)


def max_pool2d(images, kernel_size, stride=None):
	p, out_h, out_w = _patches(images, kernel_size, stride)
	best = p.max(dim=3)[0]
	return best.view(images.size(0), images.size(1), out_h, out_w)


def avg_pool2d(images, kernel_size, stride=None):
	p, out_h, out_w = _patches(images, kernel_size, stride)
	return p.mean(dim=3).view(images.size(0), images.size(1), out_h, out_w)


def flatten(images):
	N = images.size(0)
	return images.reshape(N, images.numel() // N)
