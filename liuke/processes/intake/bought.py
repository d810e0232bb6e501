"""A list that was bought: companies only, no private people's numbers without proof, nobody who is in the file already.

PIPL art. 13, 23 and 29 of the consumer law: whoever sells a person's number needs that person's consent, and whoever
buys it has to be able to show it (handbook H3; practice §4).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from liuke.areas.customers.queries.known import find_alike, is_mobile
from liuke.foundation.faults import Invalid
from liuke.processes.intake.customer_rows import Unit
from liuke.processes.intake.lines import Bought, Refusals

SOURCE: Final = "list"
MOST_MOBILE: Final = 0.2
"""Above this share of mobiles it is a list of private people, whatever it is called."""
_AT_ONCE: Final = 2_000


def refuse(units: Sequence[Unit], bought: Bought, refusals: Refusals) -> int:
    """Refuse whoever may not come in; answers how many have a mobile number."""
    mobile = [unit for unit in units if any(map(is_mobile, _numbers(unit)))]
    if not bought.is_proven:
        for unit in mobile:
            refusals.add(
                unit.row, "phone", "个人手机号：没有来源合同和本人同意证明，不能收入。",
                "A private mobile number: not without the contract and proof of consent.",
            )  # fmt: skip
    for unit in units:
        if unit.first.kind != "company":
            refusals.add(unit.row, "kind", "购入名单只接收企业。", "Of a bought list only companies are taken.")
    for start in range(0, len(units), _AT_ONCE):
        _refuse_known(units[start : start + _AT_ONCE], refusals)
    return len(mobile)


def judge(bought: Bought, mobile: int, total: int) -> None:
    """Raises Invalid where the list as a whole may not be used: so many of its customers have a mobile number."""
    if not bought.is_proven and total and mobile > MOST_MOBILE * total:
        raise _of_private_people(mobile, total)


def marked(units: Sequence[Unit], wrong: Set[int]) -> list[Unit]:
    """Those that may come in, with their source."""
    kept = [unit for unit in units if unit.row not in wrong]
    for unit in kept:
        unit.first = replace(unit.first, source=SOURCE)
    return kept


def _refuse_known(units: Sequence[Unit], refusals: Refusals) -> None:
    """Whoever may be in the file is for a person to compare, not to be doubled or overwritten by a seller's data."""
    names, numbers = find_alike([u.name for u in units], [n for u in units for n in _numbers(u)])
    for unit in units:
        code = names.get(unit.name) or next((numbers[n] for n in _numbers(unit) if n in numbers), "")
        if code:
            refusals.add(
                unit.row, "name", f"档案中已有 {code}（名称或电话相同），请人工比对。",
                f"{code} in the file has the same name or number; compare them.",
            )  # fmt: skip


def _numbers(unit: Unit) -> list[str]:
    return [phone for contact in (*unit.first.contacts, *unit.contacts.values()) for phone in contact.phones]


def _of_private_people(count: int, total: int) -> Invalid:
    return Invalid.field(
        "file",
        f"{total} 行中有 {count} 行是个人手机号。没有来源合同和本人同意证明的个人号码不得收入（个人信息保护法第十三、二十三条）。",
        f"{count} of {total} rows hold private mobile numbers. Without the contract and proof of consent they may not be "
        "taken in (PIPL art. 13, 23).",
    )
