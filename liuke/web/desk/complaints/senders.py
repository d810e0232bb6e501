"""Whose mail it is and where an answer may go, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuke.areas.complaints.queries.mailing import Address
from liuke.areas.complaints.queries.papers import PaperRow
from liuke.areas.customers.queries.file import get_brief, list_briefs
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes


@dataclass(frozen=True)
class Stranger:
    """A sender of whom nobody knows who he is: his mask, and whose address it may be."""

    mask: str
    code: str
    behind: tuple[shapes.Customer, ...]


def address_words(one: Address) -> Words:
    """An address as the list offers it."""
    if one.of_file:
        return Words(f"{one.mask}（客户档案）", f"{one.mask} (the customer's file)")
    return Words(f"{one.mask}（来信人，档案中没有）", f"{one.mask} (who wrote; not in the file)")


def strangers(came: Sequence[PaperRow], customer_id: int, *, by: Actor) -> tuple[Stranger, ...]:
    """Who wrote, while the file is only a provisional one: once a person said who it is, nobody is asked any more."""
    mails = {one.sender: one for one in came if one.kind == "mail" and one.sender}
    brief = get_brief(customer_id, by=by) if mails else None
    if brief is None or not brief.is_provisional:
        return ()
    briefs = list_briefs({pk for one in mails.values() for pk in one.behind}, by=by)
    return tuple(
        Stranger(mask, brief.code, tuple(filter(None, (customer_shape(briefs.get(pk)) for pk in one.behind))))
        for mask, one in mails.items()
    )
