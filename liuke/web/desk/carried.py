"""What forms carry along with what was typed: the promise they were opened from, the version seen, amounts in yuan."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from liuke.foundation import money
from liuke.foundation.faults import Invalid


def keeps_of(said: QueryDict) -> int | None:
    """The promise that this act keeps, where a row of Today led here."""
    number = said.get("promise", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None


def seen_of(request: HttpRequest) -> int | None:
    """The version that the page showed."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def cents_of(request: HttpRequest, name: str, *, optional: bool = False) -> int:
    """An amount of the form in cents (none where it may be left out: 0); Invalid beside its field where it is none."""
    said = request.POST.get(name, "").strip()
    return 0 if optional and not said else cents_in(said, name)


def cents_in(typed: str, field: str) -> int:
    """Yuan as people type them, in cents; Invalid names the field."""
    try:
        return money.cents_of(typed.replace("−", "-"))
    except ValueError:
        raise Invalid.field(field, "请填写金额，如 128.00", "Write an amount like 128.00") from None
