"""Known mistakes of `model`: each builds another network, so the checks observe them."""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

OBSERVED = True


def sees_the_future(NextLetter):
    """The scores at a place change with letters that come later, which nobody knows when the text
    is continued. Where do you mix places?"""

    class Wrong(NextLetter):
        def forward(self, letters):
            return super().forward(letters.flip(1)).flip(1)

    return Wrong
