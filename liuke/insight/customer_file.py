"""The customer file 客户档案: what to know before one speaks, the story, the things; put together from every room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from liuke.areas.care.queries.complaints import grievances
from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.customers.queries import file as customers
from liuke.areas.customers.queries.fields import Sheet, sheet_of
from liuke.areas.customers.queries.rows import Brief, File
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries.orders import open_orders_of_customers, orders_of_customer
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.promises import OwedRow, dressed, what_of
from liuke.insight.sentences import Told, told
from liuke.kernel.journal import queries as journal
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.rows import PromiseRow
from liuke.kernel.promises.words import BY_HAND

FRESH_HANDOVER: Final = timedelta(days=14)
MOST_WARNINGS: Final = 5
STORY: Final = 40
AREAS: Final = ("service", "care", "promise", "products", "customers")


@dataclass(frozen=True)
class Warning:
    """One thing to know before speaking. `kind` says what it is; `ref` is the number of what it is about."""

    kind: str
    text: Words
    ref: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class CustomerFile:
    """The file's frame: shown whichever tab is open."""

    file: File
    warnings: tuple[Warning, ...]
    open_promises: tuple[PromiseRow, ...]
    open_orders: tuple[OrderRow, ...]
    machines: tuple[MachineRow, ...]
    sheet: Sheet

    @property
    def brief(self) -> Brief:
        return self.file.brief


@dataclass(frozen=True)
class Story:
    """A page of the timeline, newest first, with the promises that each event opened."""

    events: tuple[Told, ...]
    promises: dict[int, list[OwedRow]]
    older: str | None


def get_file(ref: str, *, by: Actor, at: datetime) -> CustomerFile:
    """The customer with everything on the file's frame. Raises Missing for whoever may not see it."""
    file = customers.get_file(ref, by=by)
    pk = file.brief.id
    owed = promises.list_open([pk], by=by)
    open_orders = open_orders_of_customers([pk]).get(pk, ())
    machines = list_of_customer(pk, by=by, on=local(at).date())
    warnings = before_you_speak(file, owed, grievances([pk], by=by).get(pk, ()), by=by, at=at)
    sheet = sheet_of(file, by=by, at=at)
    return CustomerFile(file, warnings, tuple(owed), open_orders, machines, sheet)


def before_you_speak(
    file: File, owed: Sequence[PromiseRow], open_grievances: Sequence[GrievanceRow], *, by: Actor, at: datetime
) -> tuple[Warning, ...]:
    """Grievances, then what we have broken, then what we have promised, then how to treat him."""
    found = [_grievance(g) for g in open_grievances]
    live = [p for p in owed if p.held_since is None]
    late = [p for p in live if p.is_late(at)]
    given = [p for p in live if p.what == BY_HAND and not p.is_late(at)]
    found += _broken(late)
    found += [_given(p) for p in given[:MOST_WARNINGS]]
    return tuple(found + _standing(file) + _handover(file.brief, by=by, at=at))


def story(customer_id: int, *, area: str = "", before: str | None = None, by: Actor, at: datetime) -> Story:
    """A page of the timeline; `area` is one of AREAS or all."""
    areas = (area,) if area in AREAS else ()
    page = journal.list_timeline(customer_id, by=by, before=before, areas=areas, limit=STORY)
    opened = promises.list_opened_by([e.id for e in page.events], by=by)
    under: dict[int, list[OwedRow]] = {}
    for row in dressed(opened, by=by, at=at):
        under.setdefault(row.promise.opened_by, []).append(row)
    return Story(tuple(told(page.events, by=by)), under, page.older)


def orders(customer_id: int, *, by: Actor, after: str | None = None) -> tuple[OrderRow, ...]:
    """The customer's orders, newest first."""
    return orders_of_customer(customer_id, by=by, after=after)


def all_promises(customer_id: int, *, by: Actor, at: datetime) -> list[OwedRow]:
    """What was ever promised to this customer, newest first."""
    return dressed(promises.list_of_timeline(customer_id, by=by), by=by, at=at)


def today(at: datetime) -> date:
    return local(at).date()


def _grievance(g: GrievanceRow) -> Warning:
    said = f"：{g.words}" if g.words else ""
    en = f": {g.words}" if g.words else ""
    return Warning(
        "grievance",
        Words(
            f"未结投诉 {g.number}{said}（{g.state_words.zh}）。先致歉安抚，勿推销",
            f"Open complaint {g.number}{en} ({g.state_words.en}). Apologise first, do not sell",
        ),
        g.number,
    )


def _broken(late: Sequence[PromiseRow]) -> list[Warning]:
    """One line for each thing that we did not do in time, however often; the oldest says how late."""
    by_what: dict[str, list[PromiseRow]] = {}
    for p in late:
        by_what.setdefault(what_of(p).zh, []).append(p)
    found = []
    for rows in by_what.values():
        first, count = rows[0], len(rows)
        what, about = what_of(first), _about(first)
        zh, en = (f"，共 {count} 件", f" and {count - 1} more") if count > 1 else ("", "")
        text = Words(f"未兑现：{what.zh}{about}{zh}", f"Broken: {what.en}{about}{en}")
        found.append(Warning("broken", text, str(first.id), first.due_at))
    return found[:MOST_WARNINGS]


def _given(p: PromiseRow) -> Warning:
    return Warning("promised", Words(f"已承诺：{p.words}", f"Promised: {p.words}"), str(p.id), p.due_at)


def _about(p: PromiseRow) -> str:
    return f" {p.about}" if p.about not in ("", "-") else ""


def _standing(file: File) -> list[Warning]:
    brief, found = file.brief, []
    if brief.is_core:
        keeper = file.keeper_name
        zh = f"核心客户，由 {keeper} 负责，遇事先告知" if keeper else "核心客户，优先安排，遇事告知班长"
        en = (
            f"A core customer kept by {keeper}: tell them first"
            if keeper
            else "A core customer: put first, tell your lead"
        )
        found.append(Warning("grade", Words(zh, en)))
    if brief.secrecy in SECRECY:
        found.append(Warning("secrecy", SECRECY[brief.secrecy]))
    return found


SECRECY: Final = {
    "core": Words(
        "商密·核心：不得向第三方透露其设备、价格与联系人",
        "Secrecy core: nothing of machines, prices or people to third parties",
    ),
    "important": Words("商密·重要：价格与采购信息不外传", "Secrecy important: prices and purchases stay inside"),
}


def _handover(brief: Brief, *, by: Actor, at: datetime) -> list[Warning]:
    """A keeper who took over a few days ago does not know the story yet."""
    if brief.keeper_id is None:
        return []
    page = journal.list_timeline(brief.id, by=by, areas=("customers",), limit=20)
    for event in page.events:
        if event.kind == "customers.keeper.changed" and at - event.happened_at <= FRESH_HANDOVER:
            name, on = event.value("keeper_name") or "", f"{local(event.happened_at):%m-%d}"
            zh, en = f"{on} 起由 {name} 接手", f"Handed over to {name} on {on}"
            return [Warning("handover", Words(zh, en), brief.code)] if event.value("previous") else []
    return []
