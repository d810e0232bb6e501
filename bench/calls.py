"""A call of a known customer becomes a dispatched order: what an agent's page asks and does, over the API.

Five calls a flow: the screen pop (recorded), the customer's file, site and windows, the request, the order with its
site and a window that has room (or the wished time where the site has none).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from bench import copying, data, serving
from bench.figures import Figure, figure, median, quantile
from bench.filling.company import token
from bench.filling.trade import CUSTOMERS_WITH_ORDERS
from bench.load import Answer, Flow, Wrong, call, drive, must
from bench.people import mobile

ROUNDS, SECONDS, CLIENTS = 3, 8.0, 8
LINES = ("hood", "stove", "water_heater", "aircon", "washer", "fridge")


def measure() -> list[Figure]:
    facts = data.facts()
    scale = f"five calls of the API each; {facts['customers']:,} customers, {facts['open_orders']:,} open orders,"
    scale += f" {facts['open_promises']:,} open promises, rules of the handbook applied; {serving.share()}"
    fresh = strangers_to_orders(facts["customers"])
    with serving.web(copying.work()) as port:
        flow = intake(port, fresh)
        drive(port, flow, clients=CLIENTS, seconds=3)
        one, eight = [], []
        for _ in range(ROUNDS):
            one.append(drive(port, flow, clients=1, seconds=SECONDS))
            eight.append(drive(port, flow, clients=CLIENTS, seconds=SECONDS))
    return [
        figure("intake.per_s_1", median([t.per_second for t in one]), "1/s", scale=scale),
        figure("intake.per_s_8", median([t.per_second for t in eight]), "1/s", scale=scale),
        figure("intake.p50_ms", median([quantile(t.millis, 0.5) for t in one]), "ms", scale=f"{scale}; one client"),
    ]


def strangers_to_orders(customers: int) -> Iterator[int]:
    """Customers without an order yet, each alone behind his number, another stretch of them each run."""
    first = CUSTOMERS_WITH_ORDERS + (int(datetime.now(UTC).timestamp()) * 977) % max(
        1, customers - CUSTOMERS_WITH_ORDERS
    )
    spread = max(1, customers - CUSTOMERS_WITH_ORDERS)
    for n in range(10**9):
        found = CUSTOMERS_WITH_ORDERS + (first + n * 7) % spread if customers > CUSTOMERS_WITH_ORDERS else n % customers
        if found % 30 < 28:
            yield found


def intake(port: int, fresh: Iterator[int]) -> Callable[[int], Flow]:
    bearer = {"Authorization": f"Bearer {token()}"}

    def post(path: str, body: Any) -> bytes:
        head = {**bearer, "Idempotency-Key": str(uuid.uuid4())}
        return call("POST", path, port=port, body=body, headers=head)

    def get(path: str) -> bytes:
        return call("GET", path, port=port, headers=bearer)

    def flow(n: int) -> Flow:
        who = next(fresh)
        rung = must((yield post("/api/v1/calls", {"phone": mobile(who), "line": "400"}))).json()
        if rung["customer"] is None:
            raise Wrong(f"the {who}th customer is not known by his number")
        told = must((yield get(f"/api/v1/customers/{rung['customer']}"))).json()
        address = told["addresses"][0]["id"]
        machine = rung["cards"][0]["machines"][n % len(rung["cards"][0]["machines"])]
        line = machine["product_line"]
        offer = must((yield get(f"/api/v1/windows?kind=repair&product_line={quote(line)}&address={address}"))).json()
        wish = {"customer": rung["customer"], "kind": "repair", "fault": "不吸烟", "product_line": line,
                "address": address, "call": rung["call"], "source": "call"}  # fmt: skip
        asked = must((yield post("/api/v1/requests", wish)), 201).json()["number"]
        placed: Answer = yield post(f"/api/v1/requests/{asked}/order", _order(offer, machine["number"], n))
        if placed.status == 409:  # another agent was quicker with this window: read out the next ones
            offer = must(
                (yield get(f"/api/v1/windows?kind=repair&product_line={quote(line)}&address={address}"))
            ).json()
            placed = yield post(f"/api/v1/requests/{asked}/order", _order(offer, machine["number"], n + 1))
        if placed.status == 409:
            placed = yield post(f"/api/v1/requests/{asked}/order", _wished(offer, machine["number"]))
        made = must(placed, 201).json()
        if not made["site"]:
            raise Wrong(f"{made['number']} went to no site")

    return flow


def _order(offer: dict[str, Any], machine: str, n: int) -> dict[str, Any]:
    if offer["asks_wish"] or not offer["windows"]:
        return _wished(offer, machine)
    window = offer["windows"][n % len(offer["windows"])]
    chosen = {"start": window["start"], "end": window["end"]}
    return {"machines": [{"machine": machine}], "site": offer["site"], "window": chosen}


def _wished(offer: dict[str, Any], machine: str) -> dict[str, Any]:
    start = (datetime.now(UTC) + timedelta(days=1)).replace(hour=2, minute=0, second=0, microsecond=0)
    wish = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    return {"machines": [{"machine": machine}], "site": offer["site"], "wished": wish}
