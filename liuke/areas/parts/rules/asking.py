"""Which part is meant, whether a request may be approved, and what becomes of the old part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.foundation.words import Words

CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,39}")
WITHDRAWABLE: Final = ("requested", "approved", "received")


def clean_code(text: str) -> str:
    """A code as stored: capitals, no spaces."""
    return "".join(text.split()).upper()


def is_code(text: str) -> bool:
    """Capitals, digits, points and dashes, so that it can stand in an address and on a label."""
    return CODE.fullmatch(text) is not None


def code_in(text: str, known: Iterable[str]) -> str:
    """The catalogue's code that a free text names as a word of its own, the longest first; "" for none."""
    said = {clean_code(word) for word in re.split(r"[\s,，、;；()（）/]+", text) if word}
    return max((code for code in known if code in said), key=len, default="")


@dataclass(frozen=True)
class Credit:
    """What a site may have out (None: no limit), and what is out with it now; in cents."""

    limit: int | None
    out: int


def why_not(credit: Credit, amount: int) -> Words | None:
    """None where `amount` more stays within the site's credit, else the refusal in figures."""
    if credit.limit is None or credit.out + amount <= credit.limit:
        return None
    out, limit, more = (f"{cents / 100:,.2f}" for cents in (credit.out, credit.limit, amount))
    return Words(
        f"超出网点配件信用额度：在外 ¥{out}，本次 ¥{more}，额度 ¥{limit}。配件主管可注明理由批准。",
        f"Above the site's credit for parts: CNY {out} are out, this is CNY {more}, the limit CNY {limit}. "
        "The parts lead may approve it with a reason.",
    )


def old_state(*, returnable: bool, in_guarantee: bool, customer_keeps: bool) -> str:
    """What becomes of the old part (practice rule 27, danger 11: after paid work it belongs to the customer)."""
    if customer_keeps:
        return "kept"
    return "owed" if returnable and in_guarantee else "none"


def guarantee_end(used: date, months: int | None) -> date | None:
    """Until when the new part itself is under guarantee; None where it has no term of its own."""
    if not months:
        return None
    year, month = divmod(used.year * 12 + used.month - 1 + months, 12)
    day = min(used.day, _days(year, month + 1))
    return date(year, month + 1, day)


def _days(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
