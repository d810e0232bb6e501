"""What belongs to the case, as its page shows it: each thing in people's words, with its page where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from liuke.areas.complaints.queries.complaints import CaseView
from liuke.areas.complaints.queries.things import kinds_of_links
from liuke.foundation.words import Words
from liuke.web.desk.links import order_url


@dataclass(frozen=True)
class Belonging:
    """`thing` is its number (a colleague's id); `url` is empty where it has no page of its own."""

    kind: str
    words: Words
    thing: str
    named: str
    url: str


def belonging(view: CaseView, people: Sequence[tuple[str, Words]]) -> list[Belonging]:
    """In the order in which it was added; `people` are the colleagues by id."""
    names, words = {key: told.zh for key, told in people}, kinds_of_links()
    return [
        Belonging(kind, words[kind], thing, names.get(thing, thing), _url(kind, thing)) for kind, thing in view.links
    ]


def _url(kind: str, thing: str) -> str:
    if kind == "order":
        return order_url(thing)
    return reverse("desk:complaint", args=[thing]) if kind == "complaint" else ""
