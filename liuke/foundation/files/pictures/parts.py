"""What the three formats share: the fault, and the largest picture that is taken."""

MOST_PIXELS = 120_000_000  # more than any phone of today takes; whoever opens it needs 4 bytes for each


class Unreadable(ValueError):
    """Not a whole picture of its kind."""


class Enormous(ValueError):
    """A picture whose size no camera takes: a bomb for whoever opens it."""


def check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Enormous
    if not width or not height:
        raise Unreadable
