"""What is owed: the ledger, giving by hand, keeping, moving, waiving; and hand-made promises of the past."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from liuke.api.customers import Limit
from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, Id, In, Moment, Out, OutId, Ref, Text
from liuke.api.passing import passing
from liuke.api.policies import policy
from liuke.areas.customers.queries import file
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.roles import ROLES
from liuke.kernel.promises import actions, queries
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.rows import Owner, PromiseRow

promises = Noun("promises")
_READ, _PROMISES, _BACKDATE = policy("read"), policy("promises"), policy("backdate")
MOST_AT_ONCE = 500


class Promise(Out):
    """`judged_due_at` is what lateness is measured by; only the customer's wish moves it."""

    id: OutId
    customer: OutId
    what: str
    rule: str
    about: str
    words: str
    owner: str
    owner_role: str
    owner_team: str
    opened_at: datetime
    due_at: datetime
    first_due_at: datetime
    judged_due_at: datetime
    on_hold: bool
    state: str
    ended_at: datetime | None
    late: bool


class Promises(Out):
    rows: list[Promise]
    next: str | None = None


class OwnerIn(In):
    """A role or a team that owes it; without one, you do."""

    role: Annotated[Code, Field(max_length=32)] = ""
    team: Code = ""


class NewPromise(In):
    customer: Ref
    words: Annotated[Text, Field(min_length=1)]
    due_at: Moment
    about: Annotated[Code, Field(max_length=40)] = ""
    owner: OwnerIn | None = None


class HandMadeIn(NewPromise):
    """A promise of the past. `kept_at` keeps it at that time."""

    given_at: Moment
    kept_at: Moment | None = None


class HandMadeBatch(In):
    rows: Annotated[list[HandMadeIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Given(Out):
    id: OutId


class GivenBatch(Out):
    ids: list[OutId]


class DoneIn(In):
    note: Text = ""
    happened_at: Moment | None = None


class MoveIn(In):
    due_at: Moment
    because: Annotated[Text, Field(min_length=1)]
    wish_of_customer: bool = False


class WaiverIn(In):
    because: Annotated[Text, Field(min_length=1)]


@promises.get("/promises", _READ, Promises)
def list_promises(
    request: Request,
    *,
    state: Annotated[Literal["", "open", "kept", "void", "waived"], Query()] = "",
    rule: Annotated[str, Query(max_length=64)] = "",
    team: Annotated[str, Query(max_length=64)] = "",
    verdict: Annotated[Literal["", "in_time", "late"], Query()] = "",
    since: Annotated[Moment | None, Query()] = None,
    until: Annotated[Moment | None, Query()] = None,
    after: Annotated[Id | None, Query()] = None,
    limit: Limit = 50,
) -> Promises:
    """The ledger, newest first."""
    rows = queries.list_page(
        by=request.by,
        state=state,
        rule=rule,
        team=team,
        verdict=verdict,
        at=request.at,
        since=since,
        until=until,
        after=int(after) if after else None,
        limit=limit + 1,
    )
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Promises(rows=[promise(row, request.at) for row in passing(rows[:limit], "promises", request)], next=more)


@promises.post("/promises/hand-made", _BACKDATE, GivenBatch, status=201)
def backfill_promises(request: Request, wish: HandMadeBatch) -> GivenBatch:
    """Enter promises of the past, whole or not at all; the handbook's rules stay silent."""
    made = [_of_the_past(row, f"rows.{i}", request) for i, row in enumerate(wish.rows)]
    ids = actions.give_many(made, by=request.by, at=request.at, rules="silent")
    for promise_id, row in zip(ids, wish.rows, strict=True):
        if row.kept_at is not None:
            actions.done(promise_id, by=request.by, at=request.at, happened_at=row.kept_at)
    return GivenBatch(ids=[str(promise_id) for promise_id in ids])


@promises.get("/promises/{promise_id}", _READ, Promise)
def get_promise(request: Request, promise_id: Id) -> Promise:
    """One promise."""
    return _one(request, promise_id)


@promises.get("/customers/{ref}/promises", _READ, Promises)
def list_customer_promises(
    request: Request, ref: Ref, state: Annotated[Literal["", "open"], Query()] = "", limit: Limit = 50
) -> Promises:
    """What is and was owed to a customer: the open ones first due first, or all, newest first."""
    brief = file.get_brief(ref, by=request.by)
    if state == "open":
        rows = queries.list_open([brief.id], by=request.by, limit=limit)
    else:
        rows = queries.list_of_timeline(brief.id, by=request.by, limit=limit)
    return Promises(rows=[promise(row, request.at) for row in rows])


@promises.post("/promises", _PROMISES, Given, status=201)
def give_promise(request: Request, wish: NewPromise) -> Given:
    """Promise something to a customer."""
    brief = file.get_brief(wish.customer, by=request.by)
    made = HandMade(brief.id, wish.words, wish.due_at, wish.about, _owner(wish))
    return Given(id=str(actions.give(made, by=request.by, at=request.at)))


@promises.post("/promises/{promise_id}/done", _PROMISES, Promise)
def keep_promise(request: Request, promise_id: Id, wish: DoneIn) -> Promise:
    """Say that it is done. `happened_at` not later than now; one of the past needs the scope backdate."""
    when = _past(wish.happened_at, request)
    actions.done(int(promise_id), note=wish.note, by=request.by, at=request.at, happened_at=when)
    return _one(request, promise_id)


@promises.post("/promises/{promise_id}/move", _PROMISES, Promise)
def move_promise(request: Request, promise_id: Id, wish: MoveIn) -> Promise:
    """Move the due time. Only the customer's wish moves what lateness is judged by."""
    actions.move(
        int(promise_id),
        due_at=wish.due_at,
        wish_of_customer=wish.wish_of_customer,
        because=wish.because,
        by=request.by,
        at=request.at,
    )
    return _one(request, promise_id)


@promises.post("/promises/{promise_id}/waiver", _PROMISES, Promise)
def waive_promise(request: Request, promise_id: Id, wish: WaiverIn) -> Promise:
    """Release from it, with a reason; leads only."""
    actions.waive(int(promise_id), because=wish.because, by=request.by, at=request.at)
    return _one(request, promise_id)


def promise(row: PromiseRow, at: datetime) -> Promise:
    return Promise(
        id=str(row.id),
        customer=str(row.timeline_id),
        what=row.what,
        rule=row.rule,
        about=row.about,
        words=row.words,
        owner=row.owner_name,
        owner_role=row.owner_role,
        owner_team=row.owner_team,
        opened_at=row.opened_at,
        due_at=row.due_at,
        first_due_at=row.first_due_at,
        judged_due_at=row.judged_due_at,
        on_hold=row.held_since is not None,
        state=row.state,
        ended_at=row.ended_at,
        late=row.is_late(at),
    )


def not_ahead(name: str, moment: datetime | None, at: datetime) -> None:
    """History does not lie ahead."""
    if moment is not None and moment > at:
        raise Invalid.field(name, "补录的时间不能晚于现在。", "What is entered as past cannot lie ahead.")


def _of_the_past(row: HandMadeIn, where: str, request: Request) -> HandMade:
    not_ahead(f"{where}.given_at", row.given_at, request.at)
    not_ahead(f"{where}.kept_at", row.kept_at, request.at)
    brief = file.get_brief(row.customer, by=request.by)
    return HandMade(brief.id, row.words, row.due_at, row.about, _owner(row), row.given_at)


def _past(moment: datetime | None, request: Request) -> datetime | None:
    not_ahead("happened_at", moment, request.at)
    if moment is not None and "backdate" not in request.by.scopes:
        raise Invalid.field(
            "happened_at", "补录过去的时间需要 backdate 权限。", "A time of the past needs the scope backdate."
        )
    return moment


def _owner(wish: NewPromise) -> Owner | None:
    if wish.owner is None or not (wish.owner.role or wish.owner.team):
        return None
    if wish.owner.role not in ROLES:
        raise Invalid.field("owner.role", "没有这个岗位。", "There is no such role.")
    return Owner(role=wish.owner.role, team_key=wish.owner.team)


def _one(request: Request, promise_id: str) -> Promise:
    row = queries.find_promise(int(promise_id), by=request.by)
    if row is None:
        raise Missing("没有找到这件承诺。", "There is no such promise.")
    return promise(row, request.at)
