"""Which of a page's acts was chosen: what the pressed button is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from liuke.foundation.faults import Invalid
from liuke.web.ui.doors import Request

Act = TypeVar("Act")


def act_of(request: Request, acts: Mapping[str, Act]) -> Act:
    """The act named by `act`; Invalid where the page has none of that name."""
    do = acts.get(request.POST.get("act", ""))
    if do is None:
        raise nothing_chosen()
    return do


def nothing_chosen() -> Invalid:
    """What is told where no button of the page was pressed."""
    return Invalid("请选择如何处理。", "Choose what to do.")
