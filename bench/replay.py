"""Real requests of a city, through the public API: what the ledger says must equal the file row by row.

The expected ledger is worked out here from the file alone: a row with a due time is a promise; a close time keeps it,
whatever the status says; kept no later than due is in time; without a close time it is open, and late once due.
"""

from __future__ import annotations

import csv
import gzip
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench import home, serving
from bench.figures import Figure, fail, figure
from bench.filling.company import token
from bench.load import Client, call, must

FILE = "tickets/baltimore_311_a.csv.gz"
ZONE = ZoneInfo("America/New_York")  # the city's clock; a moment said twice in autumn is read as the first
BATCH = 200
DATABASE = "liuke_bench_replay"
CUSTOMERS, CLIENTS = 20, 2


@dataclass(frozen=True)
class Row:
    number: str
    words: str
    created: datetime
    due: datetime | None
    closed: datetime | None

    @property
    def standing(self) -> str:
        """What the ledger must say of it."""
        if self.due is None:
            return "owes nothing"
        if self.closed is not None:
            return "in time" if self.closed <= self.due else "kept late"
        return "late" if self.due < datetime.now(UTC) else "open"


def folder() -> Path:
    """LIUKE_DATA, else ../shared/data beside the repository."""
    given = os.environ.get("LIUKE_DATA")
    return Path(given) if given else home.ROOT.parent / "shared" / "data"


def measure() -> list[Figure]:
    path = folder() / FILE
    if not path.exists():
        fail(f"{path} is not there: replay is left out (LIUKE_DATA names the folder of the public data sets)")
        return []
    rows = list(read(path))
    if not home.exists(home.COMPANY):
        raise RuntimeError("there is no company: make bench-data")
    home.copy(home.COMPANY, DATABASE)
    try:
        with serving.web(DATABASE) as port:
            told = _replay(port, rows)
            again = _replay(port, rows[:BATCH])
        found = _ledger()
    finally:
        home.drop(DATABASE)
    wrong = _mismatches(rows, told, found)
    wrong += sum(1 for row in rows[:BATCH] if again[row.number][0] != told[row.number][0])  # sent twice, done once
    standings = Counter(row.standing for row in rows)
    for one in wrong_examples(rows, told, found):
        fail(one)
    scale = f"{len(rows):,} requests: " + ", ".join(f"{n:,} {name}" for name, n in sorted(standings.items()))
    print(f"  {scale}", flush=True)
    return [figure("replay.mismatches", wrong, "rows", scale=f"{FILE}, {scale}")]


def read(path: Path) -> Iterator[Row]:
    """The file: American dates on the city's clock."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            yield Row(
                line["SRRecordID"], line["SRType"] or "-", _moment(line["CreatedDate"]) or datetime.now(UTC),
                _moment(line["DueDate"]), _moment(line["CloseDate"]),
            )  # fmt: skip


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    return datetime.strptime(text.strip(), "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE).astimezone(UTC)


def _replay(port: int, rows: list[Row]) -> dict[str, tuple[str, str | None]]:
    """External number → (request, promise), as the API answered; two clients at once, each with customers of its own."""
    batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = pool.map(lambda n: _send(port, batches[n::CLIENTS], n), range(CLIENTS))
        return {number: told for part in parts for number, told in part.items()}


def _send(port: int, batches: list[list[Row]], who: int) -> dict[str, tuple[str, str | None]]:
    client = Client(port, timeout=120)
    owners = [_customer(client, port, who * CUSTOMERS + n) for n in range(CUSTOMERS)]
    told: dict[str, tuple[str, str | None]] = {}
    for batch in batches:
        body = {"source": "web", "rows": [_past(row, owners[n % CUSTOMERS]) for n, row in enumerate(batch)]}
        answer = must(client.send(_post("/api/v1/intake/history", body, port)), 201).json()
        told |= {row["external_no"]: (row["request"], row["promise"]) for row in answer["rows"]}
    return told


def _past(row: Row, owner: str) -> dict[str, Any]:
    past = {"external_no": row.number, "customer": owner, "created_at": row.created.isoformat(), "words": row.words}
    if row.due:
        past["due_at"] = row.due.isoformat()
    if row.closed:
        past["closed_at"] = row.closed.isoformat()
    return past


def _customer(client: Client, port: int, n: int) -> str:
    made = client.send(_post("/api/v1/customers", {"kind": "household", "name": f"District {n}"}, port))
    told: str = must(made, 201).json()["id"]
    return told


def _post(path: str, body: Any, port: int) -> bytes:
    head = {"Authorization": f"Bearer {token()}", "Idempotency-Key": str(uuid.uuid4())}
    return call("POST", path, port=port, body=body, headers=head)


@dataclass(frozen=True)
class Promised:
    """A promise as it stands on the ledger, with the request it is about."""

    external_no: str
    id: int
    due_at: datetime
    state: str
    ended_at: datetime | None

    def standing(self) -> str:
        if self.state == "kept" and self.ended_at is not None:
            return "in time" if self.ended_at <= self.due_at else "kept late"
        return "late" if self.due_at < datetime.now(UTC) else "open"


def _ledger() -> dict[str, list[Promised]]:
    query = """
        select r.external_no, p.id, p.judged_due_at, p.state, p.ended_at
          from service_servicerequest r left join promises_promise p on p.about = r.number where r.external_no <> ''
    """
    found: dict[str, list[Promised]] = {}
    with home.superuser(DATABASE) as connection:
        for number, pk, due, state, ended in connection.execute(query):
            promises = found.setdefault(number, [])
            if pk is not None:
                promises.append(Promised(number, pk, due, state, ended))
    return found


def _is_right(row: Row, promised: list[Promised] | None, told: tuple[str, str | None] | None) -> bool:
    if promised is None or told is None:
        return False
    if row.due is None:
        return not promised and told[1] is None
    if len(promised) != 1:
        return False
    one = promised[0]
    same = one.standing() == row.standing and one.due_at == row.due and one.ended_at == row.closed
    return same and told[1] == str(one.id)


def _mismatches(rows: list[Row], told: dict[str, tuple[str, str | None]], found: dict[str, list[Promised]]) -> int:
    missing = sum(1 for row in rows if not _is_right(row, found.get(row.number), told.get(row.number)))
    return missing + len(set(found) - {row.number for row in rows})


def wrong_examples(
    rows: list[Row], told: dict[str, tuple[str, str | None]], found: dict[str, list[Promised]]
) -> list[str]:
    """The first few that do not agree, to be looked at."""
    wrong = [row for row in rows if not _is_right(row, found.get(row.number), told.get(row.number))]
    return [f"{row}: the ledger says {found.get(row.number)}" for row in wrong[:5]]
