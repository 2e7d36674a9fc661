"""Known mistakes in `model`: each takes the right class and returns the wrong one.

A logarithm of the softmax is not among them: cross-entropy does not mind, and neither does the
largest logit. Nor are red and blue exchanged: a network learns from either order.
"""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

import torch
import torch.nn.functional as F
from torch import nn

# Each network is another one: the checks name these mistakes from what they observe.
OBSERVED = True


def _then(right, change):
    """`right`, but something happens to its logits."""

    class Wrong(right):
        def forward(self, images):
            return change(super().forward(images))

    return Wrong


def _classifying(right, change):
    """`right`, but something happens between the features and the dense layers."""

    class Wrong(right):
        def forward(self, images):
            return self.classifier(change(self.features(images)))

    return Wrong


def _prepared(right, prepare):
    """`right`, but something happens to each new model."""

    class Wrong(right):
        def __init__(self, num_classes=10, in_channels=3):
            super().__init__(num_classes, in_channels)
            prepare(self)

    return Wrong


def softmax_in_the_model(TinyImageClassifier):
    """What your model returns adds up to 1 for each picture. Who makes probabilities of logits:
    the model, or the loss? If both do, the loss can hardly fall."""
    return _then(TinyImageClassifier, lambda logits: logits.softmax(dim=1))


def softmax_over_the_batch(TinyImageClassifier):
    """What your model returns adds up to 1 for each class, over all pictures of the batch. Which
    axis are the classes on, and is a softmax needed at all?"""
    return _then(TinyImageClassifier, lambda logits: logits.softmax(dim=0))


def relu_on_the_logits(TinyImageClassifier):
    """Your model never returns a negative number. What is a ReLU good for between two layers, and
    what does it do after the last one?"""
    return _then(TinyImageClassifier, torch.relu)


def class_numbers_instead_of_logits(TinyImageClassifier):
    """Your model returns one number a picture. From a decision no gradient comes back: return what
    the decision is made of."""
    return _then(TinyImageClassifier, lambda logits: logits.argmax(dim=1))


def batch_of_one_is_squeezed(TinyImageClassifier):
    """A batch of one picture loses its first axis. Which axes of length 1 do you take away?"""
    return _then(TinyImageClassifier, torch.squeeze)


def ten_classes_whatever_is_asked(TinyImageClassifier):
    """Your model has ten logits, however many classes there are. Where does the number come from in
    your code?"""

    class Wrong(TinyImageClassifier):
        def __init__(self, num_classes=10, in_channels=3):
            super().__init__(in_channels=in_channels)

    return Wrong


def three_channels_whatever_is_asked(TinyImageClassifier):
    """Your model takes three channels, whatever `in_channels` says. Which layer should know?"""

    class Wrong(TinyImageClassifier):
        def __init__(self, num_classes=10, in_channels=3):
            super().__init__(num_classes)

    return Wrong


def more_parameters_than_allowed(TinyImageClassifier):
    """Your model has too many parameters. Print the shape of each: which layer has most of them,
    and what would it take for fewer numbers to arrive there?"""

    def prepare(model):
        rest = nn.Linear(1024, model.classifier[-1].out_features)
        model.classifier = nn.Sequential(nn.Flatten(), nn.Linear(1024, 1024), nn.ReLU(), rest)

    return _prepared(TinyImageClassifier, prepare)


def _dense(model):
    """One hidden layer for whole pictures, in place of the model's classifier."""
    pixels = model.features[0].in_channels * 32 * 32
    classes = model.classifier[-1].out_features
    model.classifier = nn.Sequential(
        nn.Flatten(), nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, classes)
    )


def convolution_is_never_used(TinyImageClassifier):
    """Your model has kernels, but no convolution runs in `forward`. What do your dense layers
    see?"""

    class Wrong(_prepared(TinyImageClassifier, _dense)):
        def forward(self, images):
            return self.classifier(images)

    return Wrong


def convolution_leads_nowhere(TinyImageClassifier):
    """Your convolutions run, but the logits do not depend on what they find. Follow the variable in
    `forward` from line to line: where is their result used?"""

    class Wrong(_prepared(TinyImageClassifier, _dense)):
        def forward(self, images):
            self.features(images)
            return self.classifier(images)

    return Wrong


def _without_pooling(model):
    """Strides in place of pooling. The pooling layer exists, but not in the row of layers."""
    for layer in model.features:
        if isinstance(layer, nn.Conv2d):
            layer.stride = (2, 2)
    model.features = nn.Sequential(
        *(layer for layer in model.features if not isinstance(layer, nn.MaxPool2d))
    )
    model.pool = nn.MaxPool2d(2)


def pooling_is_never_used(TinyImageClassifier):
    """No pooling runs in `forward`, whatever layers are made. Where should it stand?"""
    return _prepared(TinyImageClassifier, _without_pooling)


def pooling_leads_nowhere(TinyImageClassifier):
    """Your pooling layer runs, but the logits do not depend on its result. A layer returns
    something new and leaves its input as it is: where do you keep what it returns?"""

    class Wrong(_prepared(TinyImageClassifier, _without_pooling)):
        def forward(self, images):
            features = self.features(images)
            self.pool(features)
            return self.classifier(features)

    return Wrong


def nothing_but_sums(_block):
    """Your whole model is one weighted sum of the pixels: convolutions without anything between
    them are no more than a single linear layer. What bends the line?"""

    def wrong(in_channels, out_channels):
        convolution, _, normalisation, _ = _block(in_channels, out_channels)
        return [convolution, nn.AvgPool2d(2), normalisation]

    return wrong


def statistics_of_the_batch(_block):
    """In evaluation mode, the logits of a picture still depend on the others in its batch. What
    does a normalisation use in place of the batch when it is not training?"""

    def wrong(in_channels, out_channels):
        convolution, pool, _, relu = _block(in_channels, out_channels)
        normalisation = nn.BatchNorm2d(out_channels, track_running_stats=False)
        return [convolution, pool, normalisation, relu]

    return wrong


def flatten_mixes_the_pictures(TinyImageClassifier):
    """Numbers of one picture end up in the row of another one. Print the shape before you flatten:
    which axis is the batch on?"""
    return _classifying(
        TinyImageClassifier,
        lambda features: features.transpose(0, 1).reshape(features.shape),
    )


def dropout_never_ends(TinyImageClassifier):
    """The same picture gets other logits each time, in evaluation mode too. What in your model is
    left to chance, dropout for example, and how does it know whether the model is training?"""
    return _classifying(TinyImageClassifier, lambda features: F.dropout(features, 0.5))


def features_without_gradient(TinyImageClassifier):
    """No gradient arrives at your convolutions, so they stay as they began. What cuts them off from
    the loss: `detach`, `.data`, `no_grad`, frozen parameters, or a detour through numpy?"""
    return _classifying(TinyImageClassifier, torch.Tensor.detach)


def layers_in_a_plain_list(TinyImageClassifier):
    """Your model does not know all the numbers that it computes with, so they are neither trained
    nor saved. Where do you keep them: layers in a plain list, or tensors that are no parameters?"""

    def prepare(model):
        layers = list(model.features)
        del model.features
        model.layers = layers

    class Wrong(_prepared(TinyImageClassifier, prepare)):
        def forward(self, images):
            for layer in self.layers:
                images = layer(images)
            return self.classifier(images)

    return Wrong


def weights_all_start_at_zero(TinyImageClassifier):
    """A new model of yours gives every picture the same logits, because all its weights are zero.
    What would then make two kernels become different?"""

    def prepare(model):
        for value in model.parameters():
            nn.init.zeros_(value)

    return _prepared(TinyImageClassifier, prepare)
