"""What a customer wishes: written down, solved on the phone, or made into an order."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuke.api import shapes
from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, Id, In, Moment, Out, Ref, Text
from liuke.api.policies import policy
from liuke.api.promises import not_ahead
from liuke.api.shapes import Keeps, MachinesIn, Step, WindowIn
from liuke.areas.customers.queries import file
from liuke.areas.service.actions import orders
from liuke.areas.service.actions import requests as actions
from liuke.areas.service.actions.answers import RequestOpened
from liuke.foundation.faults import Forbidden

requests = Noun("requests")
_INTAKE = policy("intake")


class RequestIn(In):
    """`source` and `external_no` together come once: the second time answers with the first (`repeated`)."""

    customer: Ref
    kind: Annotated[Code, Field(min_length=1, max_length=20)]
    fault: Text = ""
    product_line: Annotated[Code, Field(max_length=40)] = ""
    address: Id | None = None
    source: Annotated[Code, Field(max_length=20)] = "api"
    external_no: Code = ""
    call: Annotated[Code, Field(max_length=20)] = ""
    hazards: Annotated[list[Annotated[Code, Field(max_length=20)]], Field(max_length=10)] = []
    happened_at: Moment | None = None


class Opened(Out):
    number: str
    customer: str
    state: str
    order: str
    repeated: bool


class SolutionIn(In):
    reason: Annotated[Code, Field(min_length=1, max_length=20)]
    note: Text = ""
    keeps: Keeps | None = None


class TakingIn(In):
    keeps: Keeps | None = None


class OrderIn(In):
    """With `site` it is dispatched in the same act; with `window` (own site) booked too."""

    machines: MachinesIn = []
    kind: Annotated[Code, Field(max_length=20)] = ""
    address: Id | None = None
    site: Annotated[Code, Field(max_length=20)] = ""
    window: WindowIn | None = None
    wished: WindowIn | None = None
    overrule_reason: Annotated[Code, Field(max_length=20)] = ""
    another_matter: bool = False
    keeps: Keeps | None = None


@requests.post("/requests", _INTAKE, Opened, status=201)
def open_request(request: Request, wish: RequestIn) -> Opened:
    """Write down what a customer wishes. A time of the past needs the scope backdate, and rules stay silent then."""
    if wish.happened_at is not None:
        not_ahead("happened_at", wish.happened_at, request.at)
        if "backdate" not in request.by.scopes:
            raise Forbidden("补录过去的时间需要 backdate 权限。", "A time of the past needs the scope backdate.")
    made = actions.open_request(
        file.get_brief(wish.customer, by=request.by).id,
        kind=wish.kind,
        fault=wish.fault,
        product_line=wish.product_line,
        address_id=int(wish.address) if wish.address else None,
        source=wish.source,
        external_no=wish.external_no,
        call=wish.call,
        hazards=tuple(wish.hazards),
        happened_at=wish.happened_at,
        rules="silent" if wish.happened_at else "apply",
        by=request.by,
        at=request.at,
    )
    return opened(made)


@requests.post("/requests/{number}/taking", _INTAKE, Opened)
def take_request(request: Request, number: Ref, wish: TakingIn) -> Opened:
    """Somebody of the centre takes on a wish that came in by itself."""
    return opened(actions.take_request(number, keeps=_keeps(wish.keeps), by=request.by, at=request.at))


@requests.post("/requests/{number}/solution", _INTAKE, Opened)
def solve_request(request: Request, number: Ref, wish: SolutionIn) -> Opened:
    """Solved on the phone: an avoided visit, with its reason."""
    made = actions.solve_on_phone(
        number, reason=wish.reason, note=wish.note, keeps=_keeps(wish.keeps), by=request.by, at=request.at
    )
    return opened(made)


@requests.post("/requests/{number}/order", policy("intake", "dispatch"), Step, status=201)
def order_visit(request: Request, number: Ref, wish: OrderIn) -> Step:
    """Make the work order of a request."""
    done = orders.order_visit(
        number,
        machines=[m.draft() for m in wish.machines],
        kind=wish.kind,
        address_id=int(wish.address) if wish.address else None,
        site=wish.site,
        window=shapes.window(wish.window),
        wished=shapes.window(wish.wished),
        overrule_reason=wish.overrule_reason,
        second=wish.another_matter,
        keeps=_keeps(wish.keeps),
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


def opened(made: RequestOpened) -> Opened:
    return Opened(
        number=made.number, customer=str(made.customer_id), state=made.state, order=made.order, repeated=made.repeated
    )


def _keeps(told: str | None) -> int | None:
    return int(told) if told else None
