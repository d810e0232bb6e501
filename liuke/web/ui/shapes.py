"""What components are given; any object or dict with the same names serves as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from liuke.foundation.words import Words


@dataclass(frozen=True)
class Customer:
    """`<c-customer-chip>`: `warn` is the red dot, something to know before speaking."""

    name: str
    code: str = ""
    grade: str = ""
    url: str = ""
    warn: bool = False


@dataclass(frozen=True)
class Promise:
    """`<c-promise-row>`: `state` is kept, waived, void or held; empty lets the clock say due, soon or late."""

    what: str | Words
    due_at: datetime
    url: str
    whose: str = ""
    about: str | Words = ""
    customer: Customer | None = None
    state: str = ""
    act_label: str | Words = ""
    act_url: str = ""


@dataclass(frozen=True)
class Note:
    """One line of `<c-before-you-speak>`."""

    text: str | Words
    url: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """One entry of `<c-timeline>`; causes and promises are folded under it, `recorded_at` is given where it differs."""

    sentence: str | Words
    at: datetime
    by: str = ""
    icon: str = "circle-check"
    causes: list[str | Words] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """One choice of a filter (`url`, `count`) or of radio cards (`key`, `note`, `closed`)."""

    label: str | Words
    key: str = ""
    url: str = ""
    count: int | None = None
    note: str | Words = ""
    closed: bool = False


@dataclass(frozen=True)
class Filter:
    """A chip of `<c-filter-bar>`: chosen with the address that clears it, or a menu of choices."""

    label: str
    choices: list[Choice] = field(default_factory=list)
    chosen: str = ""
    clear: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    here: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Column:
    """A column of `<c-table>`; rows are dicts by key, with `url` making the row a link."""

    key: str
    label: str
    number: bool = False
