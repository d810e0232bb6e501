"""Where the parts of a page's orders are: asked once for all rows, shown beside each (`desk/parts/chip.html`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from liuke.areas.parts.queries.availability import Chip, availability
from liuke.areas.service.queries.board import Board
from liuke.areas.service.queries.rows import OrderRow


def chips(*lists: Iterable[OrderRow], board: Board | None = None) -> Mapping[str, Chip]:
    """The chips of these orders, and of those on a board, by number. One query, none for an empty page."""
    numbers = {row.number for rows in lists for row in rows}
    if board:
        numbers |= {visit.order for lane in board.lanes for visit in lane.visits if visit.state != "ended"}
        numbers |= {row.number for row in board.unassigned}
    return availability(numbers)
