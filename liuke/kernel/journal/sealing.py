"""Seals over the journal: Merkle batches, chained and signed, their head also written outside the database.

What this protects against, and against whom it does not, is in docs/how-to/check-the-journal.md.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from liuke.foundation import keys
from liuke.kernel.journal.models import Event, Seal

_LOCK = 5_401_002
_BATCH = 50_000


def seal(at: datetime) -> int:
    """Seal what was committed since the last time; returns the number of events sealed. One sealer at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not _first(cursor.fetchone()):
            return 0
        # DELETE ... RETURNING sees exactly the committed rows: no id order, no snapshot arithmetic
        cursor.execute(
            "delete from journal_unsealed where event_id in (select event_id from journal_unsealed limit %s) "
            "returning event_id",
            [_BATCH],
        )
        ids = sorted(row[0] for row in cursor.fetchall())
        if not ids:
            return 0
        last = Seal.objects.order_by("-pk").first()
        previous = bytes(last.root) if last else b""
        root = _root(_leaves(ids), previous)
        made = Seal.objects.create(
            event_ids=ids, root=root, previous=previous, signature=_signer().sign(root), sealed_at=at
        )
        # Written before the commit: a head without its seal is seen as a cut tail only until the next one is sealed,
        # a seal without its head would never be missed.
        _write_head(made.pk, root, at)
    return len(ids)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed."""

    seal_id: int
    what: str


def check() -> tuple[int, list[Finding]]:
    """Recompute every seal; returns (events checked, findings). Finds edits, removals, reordering and a cut tail."""
    findings: list[Finding] = []
    checked, previous, last = 0, b"", 0
    public = _signer().public_key()
    for s in Seal.objects.order_by("pk").iterator(chunk_size=20):
        checked += len(s.event_ids)
        findings += _check_batch(s, previous)
        try:
            public.verify(bytes(s.signature), bytes(s.root))
        except InvalidSignature:
            findings.append(Finding(s.pk, "the signature is not ours"))
        previous, last = bytes(s.root), s.pk
    findings += _check_head(last, previous)
    findings += _check_unsealed()
    return checked, findings


def _check_batch(s: Seal, previous: bytes) -> Iterator[Finding]:
    if bytes(s.previous) != previous:
        yield Finding(s.pk, "does not follow the seal before it")
    if list(s.event_ids) != sorted(set(s.event_ids)):
        yield Finding(s.pk, "its list of events was reordered")
    there = set(Event.objects.filter(pk__in=s.event_ids).values_list("pk", flat=True))
    for missing in sorted(set(s.event_ids) - there):
        yield Finding(s.pk, f"event {missing} is gone")
    if len(there) == len(s.event_ids) and _root(_leaves(s.event_ids), bytes(s.previous)) != bytes(s.root):
        yield Finding(s.pk, "an event was changed")


def _check_head(last: int, root: bytes) -> Iterator[Finding]:
    """The file outside must end where the table ends: else the tail was cut (or the table restored to an old state)."""
    head = read_head()
    if head and head["seal"] > last:
        yield Finding(last, f"the head outside knows seal {head['seal']}: the tail was cut")
    if head and head["seal"] == last and head["root"] != root.hex():
        yield Finding(last, "the head outside has another root")


def _check_unsealed() -> Iterator[Finding]:
    """Every event is sealed or waits; one that does neither slipped past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with sealed as (select unnest(event_ids) as id from journal_seal) "
            "select e.id from journal_event e left join journal_unsealed u on u.event_id = e.id "
            "left join sealed s on s.id = e.id where u.event_id is null and s.id is null limit 20"
        )
        for (event_id,) in cursor.fetchall():
            yield Finding(0, f"event {event_id} was never sealed and does not wait for it")


def leaf(e: Event) -> bytes:
    """The hash of one event: all that is for ever, and a hash of `personal` kept apart so that erasure leaves it true."""
    fixed = [
        e.pk, e.timeline_id, e.kind, e.subject, e.about, e.happened_at.timestamp(), e.recorded_at.timestamp(), e.by_id,
        e.facts, e.seen_by, e.caused_by, e.depth, e.personal_hash,
    ]  # fmt: skip
    return hashlib.sha256(b"\x00" + json.dumps(fixed, ensure_ascii=False, sort_keys=True).encode()).digest()


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # json.dumps makes an encoder for every call


def personal_hash(personal: object) -> str:
    """The salted hash of the personal values; the salt lies inside them."""
    return hashlib.sha256(_encoded(personal).encode()).hexdigest()


def _leaves(ids: Sequence[int]) -> list[bytes]:
    found: list[bytes] = []
    for start in range(0, len(ids), 5_000):
        rows = Event.objects.filter(pk__in=ids[start : start + 5_000]).order_by("pk")
        for e in rows:
            if e.personal is not None and personal_hash(e.personal) != e.personal_hash:
                found.append(b"changed")
            found.append(leaf(e))
    return found


def _root(leaves: Iterable[bytes], previous: bytes) -> bytes:
    level = [hashlib.sha256(b"\x02" + previous).digest(), *leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + p[0] + p[1]).digest() if len(p) == 2 else p[0] for p in pairs]
    return level[0]


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.key("seal"))


def head_file() -> Path:
    """Where the head is written: LIUKE_SEAL_HEAD (another disk, another host's mount), else beside the keys."""
    given = os.environ.get("LIUKE_SEAL_HEAD")
    name = str(connection.settings_dict["NAME"])
    return Path(given) if given else keys.home() / "seal" / f"{name}.head"


def read_head() -> dict[str, Any] | None:
    path = head_file()
    lines = path.read_text().splitlines() if path.exists() else []
    return json.loads(lines[-1]) if lines else None


def _write_head(seal_id: int, root: bytes, at: datetime) -> None:
    path = head_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        file.write(json.dumps({"seal": seal_id, "root": root.hex(), "at": at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _first(row: tuple[object, ...] | None) -> object:
    return row[0] if row else None
