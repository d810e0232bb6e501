"""The search box: any two Chinese characters, pinyin initials, the tail of a phone; the slowest of the three counts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import quote

from bench import data, home, people, serving
from bench.figures import Figure, figure, median, quantile, times
from bench.filling.company import token
from bench.load import Flow, call, drive, must

ROUNDS, SECONDS, IN_DATABASE = 3, 4.0, 150


def measure() -> list[Figure]:
    facts = data.facts()
    scale = f"{facts['customers']:,} customers; one client; {serving.share()}"
    home.enter(home.TEMPLATE)
    kinds = _wishes(facts["customers"])
    with serving.web(home.TEMPLATE) as port:
        http = {kind: _over_http(port, wishes) for kind, wishes in kinds.items()}
    database = {kind: _in_database(wishes) for kind, wishes in kinds.items()}
    for kind in kinds:
        print(f"    {kind}: p95 over HTTP {http[kind]:.1f} ms, in the database {database[kind]:.1f} ms", flush=True)
    return [
        figure("search.http_p95", max(http.values()), "ms", scale=f"{scale}; slowest of {', '.join(kinds)}"),
        figure("search.db_p95", max(database.values()), "ms", scale=f"{scale}; slowest of {', '.join(kinds)}"),
    ]


def _wishes(customers: int) -> dict[str, list[str]]:
    """What people type, taken from customers that exist."""
    from bench.filling.customers import draft
    from liuke.areas.customers.rules import names

    chance = Random(3)
    told = [draft(n) for n in people.sample(400, customers, seed=3)]
    pairs = [_two(chance.choice([row.name, row.addresses[0].text]), chance) for row in told]
    initials = [names.spell(row.name, of_person=row.kind != "company").initials for row in told]
    tails = [row.contacts[0].phones[0][-4:] for row in told]
    return {"two characters": pairs, "initials": initials, "phone tail": tails}


def _two(text: str, chance: Random) -> str:
    han = [text[i : i + 2] for i in range(len(text) - 1) if all("\u4e00" <= c <= "\u9fff" for c in text[i : i + 2])]
    return chance.choice(han)


def _over_http(port: int, wishes: list[str]) -> float:
    head = {"Authorization": f"Bearer {token()}"}
    calls = [call("GET", f"/api/v1/customers?q={quote(wish)}", port=port, headers=head) for wish in wishes]
    flow = _ask(calls)
    drive(port, flow, clients=1, seconds=1)
    return median([quantile(drive(port, flow, clients=1, seconds=SECONDS).millis, 0.95) for _ in range(ROUNDS)])


def _ask(calls: list[bytes]) -> Callable[[int], Flow]:
    def ask(n: int) -> Flow:
        must((yield calls[n % len(calls)]))

    return ask


def _in_database(wishes: list[str]) -> float:
    """The one statement of the search, from this process, with Django's objects made of its rows."""
    from liuke.areas.customers.queries.searching import search
    from liuke.foundation.identity.queries import system_actor

    by = system_actor("import", "demo")
    return median(
        [quantile(times(lambda n: search(wishes[n % len(wishes)], by=by), IN_DATABASE), 0.95) for _ in range(ROUNDS)]
    )
