"""Finding customers who are filed twice: how rightly (the public FEBRL sets) and how fast (a million files).

FEBRL is read by the very scorer of the house with other fields; its weights are learnt from the data, without being
told who is who, and the line is drawn where two records are likelier one person's than not. `febrl1` shows that
nothing was tuned to the larger set. The million is looked through as in the first night, with twins planted among it.
"""

from __future__ import annotations

import csv
import gzip
import resource
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np

from bench import copying, home
from bench.figures import HIGHER, Figure, fail, figure
from bench.replay import folder
from liuke.areas.customers.rules.likeness import Field, digits, estimate, exact, levels_of, weigh, words

TWINS: Final = 5_000
MOST_GB, MOST_MINUTES = 4.0, 10.0
FIELDS: Final = (
    Field("given_name", words, 3),
    Field("surname", words, 3),
    Field("street_number", digits, 3),
    Field("address_1", words, 3),
    Field("address_2", words, 3),
    Field("suburb", words, 3),
    Field("postcode", digits, 3),
    Field("state", exact, 1),
    Field("date_of_birth", digits, 3),
    Field("soc_sec_id", digits, 3),
)
KEYS: Final = (
    ("soc_sec_id",),
    ("date_of_birth",),
    ("given_name", "surname"),
    ("surname", "postcode"),
    ("surname", "suburb"),
    ("given_name", "suburb"),
    ("given_name", "postcode"),
    ("street_number", "address_1"),
    ("postcode", "street_number"),
    ("address_2", "postcode"),
)
LARGEST: Final = 60
Record = Mapping[str, str]
Pair = tuple[int, int]


def measure() -> list[Figure]:
    return [*_febrl(), *_batch()]


def _febrl() -> list[Figure]:
    rows: list[Figure] = []
    for number in (3, 1):
        path = folder() / "dedupe" / f"febrl_{number}.csv.gz"
        if not path.exists():
            fail(f"{path} is not there: FEBRL is left out (LIUKE_DATA names the folder of the public data sets)")
            return rows
        rows += _rightness(number, _read(path))
    return rows


def _rightness(number: int, records: Sequence[Record]) -> list[Figure]:
    same = set(_same(records))
    found = _found(records)
    right = len(found & same)
    scale = f"{len(records):,} records, {len(same):,} pairs of one person, {len(found):,} found"
    values = {"precision": right / (len(found) or 1), "recall": right / len(same)}
    for name, value in values.items():
        if value <= 0.98:
            fail(f"dedupe: {name} of febrl{number} is {value:.4f}, not above 0.98")
    return [
        figure(f"dedupe.febrl{number}_{name}", value, "", scale=scale, limit=1.0, better=HIGHER)
        for name, value in values.items()
    ]


def _read(path: Path) -> list[Record]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file, skipinitialspace=True)]


def _same(records: Sequence[Record]) -> Iterator[Pair]:
    """Whoever made the set tells by the number in `rec-1496-dup-0` who is who; nothing else here reads it."""
    people = defaultdict(list)
    for place, record in enumerate(records):
        people[record["rec_id"].split("-")[1]].append(place)
    for places in people.values():
        yield from combinations(places, 2)


def _found(records: Sequence[Record]) -> set[Pair]:
    pairs = sorted(_candidates(records))
    chance = Random(1)
    apart = [chance.sample(range(len(records)), 2) for _ in range(20_000)]
    weights = estimate(FIELDS, _levels(records, pairs), _levels(records, apart))
    return {pair for pair in pairs if weigh(FIELDS, levels_of(FIELDS, *(records[n] for n in pair)), weights) > 0}


def _candidates(records: Sequence[Record]) -> set[Pair]:
    found: set[Pair] = set()
    for key in KEYS:
        blocks = defaultdict(list)
        for place, record in enumerate(records):
            if all(record[name] for name in key):
                blocks[tuple(record[name] for name in key)].append(place)
        for places in blocks.values():
            if len(places) <= LARGEST:
                found.update(combinations(places, 2))
    return found


def _levels(records: Sequence[Record], pairs: Sequence[Sequence[int]]) -> Any:
    return np.array([levels_of(FIELDS, *(records[n] for n in pair)) for pair in pairs], dtype=np.int8)


def _batch() -> list[Figure]:
    home.enter(copying.work())
    from django.db import connection

    from liuke.areas.customers.actions.pairing import find_pairs

    at = datetime.now(UTC)
    twins = _plant(at)
    began = time.perf_counter()
    run = find_pairs(at=at, whole=True)
    minutes = (time.perf_counter() - began) / 60
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    theirs = _peak_of(connection.connection.info.backend_pid)
    share = _share_found(twins)
    scale = (
        f"{run.customers:,} files, {run.compared:,} pairs compared, {run.found:,} shown,"
        f" {share:.1%} of {len(twins):,} planted twins among them, peak {ours:.1f} + {theirs:.1f} GB"
    )
    print(f"  {scale}", flush=True)
    if ours + theirs > MOST_GB or minutes > MOST_MINUTES:
        fail(f"dedupe: {minutes:.1f} min and {ours + theirs:.1f} GB, not within {MOST_MINUTES} min and {MOST_GB} GB")
    limit = _plain() / 60
    return [
        figure("dedupe.batch_minutes", minutes, "min", scale=scale, limit=limit),
        figure("dedupe.batch_peak_gb", ours + theirs, "GB", scale=scale),
        figure("dedupe.twins_found", share * 100, "%", scale=scale),
    ]


def _plant(at: datetime) -> list[Pair]:
    """Customers once more: with another number, a slip in the name, or from a platform without the town."""
    from bench.filling.customers import draft
    from liuke.areas.customers.actions import filing
    from liuke.areas.customers.models import Customer
    from liuke.foundation.identity.queries import system_actor

    chance, by = Random(11), system_actor("import", "demo")
    first = Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
    places = chance.sample(range(min(Customer.objects.count(), 1_000_000)), TWINS)
    rows = [_again(draft(n), chance) for n in places]
    made = filing.register_many(rows, by=by, at=at, rules="silent")
    return _with_their_first(made, first)


def _again(row: Any, chance: Random) -> Any:
    from dataclasses import replace

    contact, address = row.contacts[0], row.addresses[0]
    match chance.randrange(4):
        case 0:  # the same number, no address
            return replace(row, addresses=[])
        case 1:  # the same place, a new number
            number = f"199{chance.randrange(10**8):08}"
            return replace(row, contacts=[replace(contact, phones=[number])])
        case 2 if row.kind == "household" and len(row.name) > 2:  # one character wrong
            name = row.name[:-1] + chance.choice("伟芳娜敏静磊强洋艳勇")
            return replace(row, name=name, contacts=[replace(contact, name=name)])
        case _:
            return replace(
                row, name=row.name.removesuffix("有限公司"), addresses=[replace(address, lng=None, lat=None)]
            )


def _with_their_first(made: Sequence[int], first: int) -> list[Pair]:
    """Each twin with the file that was there before, known again by number, or by name and door."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [list(made), list(made), min(made)])
        return [(one, other) for other, one in cursor.fetchall()]


_FIRST: Final = """
    with twin as (select unnest(%s::bigint[]) as id),
    by_number as (
        select k.customer_id as twin, min(o.customer_id) as first from customers_contact k
          join customers_phone p on p.contact_id = k.id join customers_phone q on q.number_hash = p.number_hash
          join customers_contact o on o.id = q.contact_id join customers_customer c on c.timeline_id = k.customer_id
          join customers_customer d on d.timeline_id = o.customer_id
         where k.customer_id in (select id from twin) and o.customer_id < k.customer_id
           and left(c.name, 2) = left(d.name, 2) group by 1),
    by_door as (
        select a.customer_id as twin, min(b.customer_id) as first from customers_address a
          join customers_customer c on c.timeline_id = a.customer_id
          join customers_customer d on d.name = c.name and d.timeline_id <> c.timeline_id
          join customers_address b on b.customer_id = d.timeline_id and b.masked = a.masked and b.division = a.division
           and b.end_hash is not distinct from a.end_hash
         where a.customer_id = any(%s) and d.timeline_id < %s group by 1)
    select twin, first from by_number union select twin, first from by_door
     where twin not in (select twin from by_number)
"""


def _share_found(twins: Sequence[Pair]) -> float:
    from liuke.areas.customers.models import DuplicatePair

    found = set(DuplicatePair.objects.filter(state="open").values_list("first_id", "second_id"))
    return len(found & set(twins)) / (len(twins) or 1)


def _plain() -> float:
    """The least there is to do: all numbers grouped by one plain statement."""
    with home.superuser(copying.work()) as connection:
        began = time.perf_counter()
        connection.execute(
            "select count(*) from (select number_hash from customers_phone group by 1 having count(*) > 1) shared"
        )
        connection.execute(
            "select count(*) from (select c.name, a.division from customers_customer c join customers_address a"
            " on a.customer_id = c.timeline_id group by 1, 2 having count(*) > 1) shared"
        )
        return time.perf_counter() - began


def _peak_of(process: int) -> float:
    """The peak of a PostgreSQL process in GB, what it shares with the others left out."""
    told = Path(f"/proc/{process}/status").read_text()
    sizes = {
        line.split(":")[0]: line.split()[1] for line in told.splitlines() if line.startswith(("VmHWM", "RssShmem"))
    }
    return max(0, int(sizes["VmHWM"]) - int(sizes.get("RssShmem", 0))) / 1024**2
