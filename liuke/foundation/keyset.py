"""Places in long lists, as addresses carry them from page to page (keyset): what cannot be one is said in one way."""

from liuke.foundation.faults import Invalid


def lost(field: str = "after") -> Invalid:
    """What is raised where an address names no place of its list."""
    return Invalid.field(
        field, "翻页位置已失效，请从第一页开始。", "This place in the list is gone; start at its first page."
    )


def number_in(said: str, field: str = "after") -> int:
    """A place that is a number, 0 for none. Raises Invalid."""
    if said and not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise lost(field)
    return int(said or 0)
