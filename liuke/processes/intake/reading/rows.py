"""The rows of a table, gone through as often as somebody wants and never all in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import overload

Row = Sequence[object]


class Rows(Sequence[Row]):
    """`again` begins at the first row each time; `count` is how many there are."""

    def __init__(self, count: int, again: Callable[[], Iterator[Row]]) -> None:
        self._count, self._again = count, again

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return self._again()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        """One row, or those from one to another, which are rows again; counted from the beginning only."""
        if isinstance(place, slice):
            start, stop, _step = place.indices(self._count)
            return Rows(max(0, stop - start), lambda: islice(self._again(), start, stop))
        if not 0 <= place < self._count:
            raise IndexError(place)
        return next(islice(self._again(), place, None))
