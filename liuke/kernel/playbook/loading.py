"""Loading the handbook: everything is checked, every fault named with file and line, and only a sound whole counts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY
from liuke.kernel.playbook import reading
from liuke.kernel.playbook.kinds import HandbookLoaded
from liuke.kernel.playbook.models import RuleVersion
from liuke.kernel.promises.models import Terms

_ID = re.compile(r'^\s*id\s*=\s*"([^"]+)"')
_LOCK = 5_401_001


@dataclass(frozen=True)
class Found:
    """A rule as read from a file."""

    body: Mapping[str, Any]
    file: str
    line: int


@dataclass(frozen=True)
class Loaded:
    added: int
    changed: int
    withdrawn: int
    unchanged: int


def read_folders(folders: Iterable[Path]) -> tuple[list[Found], list[str]]:
    """All rules of these folders and what is wrong with them. A later folder's rule overrides an earlier one's."""
    rules: dict[str, Found] = {}
    faults: list[str] = []
    for folder in folders:
        mine: dict[str, Found] = {}
        for path in sorted(folder.glob("*.toml")):
            for found in _read_file(path, faults):
                _collect(found, mine, faults)
        rules |= mine
    sound = list(rules.values())
    return sound, [*faults, *_cycles(sound)]


def load(folders: Sequence[Path], *, by: Actor, at: datetime, in_force_from: datetime | None = None) -> Loaded:
    """Put the handbook of these folders in force from a moment on. Raises Invalid, naming file and line, and then
    leaves the rules in force as they are. Loading the same files again changes nothing."""
    found, faults = read_folders(folders)
    if faults:
        raise Invalid(
            "规则手册有误，仍沿用现行规则：\n" + "\n".join(faults), "The handbook is not sound:\n" + "\n".join(faults)
        )
    with transaction.atomic():
        _one_at_a_time()
        loaded = _store(found, at, in_force_from or at)
        if loaded.added + loaded.changed + loaded.withdrawn:
            told = HandbookLoaded("handbook", loaded.added, loaded.changed, loaded.withdrawn, in_force_from or at)
            record(told, on=COMPANY, by=by, at=at, rules="silent")
    return loaded


def _read_file(path: Path, faults: list[str]) -> list[Found]:
    text = path.read_text(encoding="utf-8")
    try:
        bodies = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as wrong:
        faults.append(f"{path.name}: {wrong}")
        return []
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[rule]]"]
    numbered = lines + [0] * (len(bodies) - len(lines))
    return [Found(body, path.name, line) for body, line in zip(bodies, numbered, strict=False)]


def _collect(found: Found, mine: dict[str, Found], faults: list[str]) -> None:
    where = f"{found.file}:{found.line} {found.body.get('id', '?')}"
    wrong = reading.problems(found.body)
    if found.body.get("id") in mine:
        wrong.append("this id is used twice")
    faults += [f"{where}: {w}" for w in wrong]
    if not wrong:
        mine[found.body["id"]] = found


def _cycles(rules: Sequence[Found]) -> list[str]:
    """Chains of rules that would run for ever: a rule that follows, over others, from its own promise."""
    follows = {f.body["id"]: f.body["when"].partition(":")[2] for f in rules}
    faults = []
    for f in rules:
        of_rule = follows[f.body["id"]]
        if of_rule and of_rule not in follows:
            faults.append(f"{f.file}:{f.line} {f.body['id']}: follows rule “{of_rule}”, which does not exist")
        seen: list[str] = []
        step = f.body["id"]
        while step and step not in seen:
            seen.append(step)
            step = follows.get(step, "")
        if step == f.body["id"]:
            faults.append(
                f"{f.file}:{f.line} {f.body['id']}: would run for ever ({' → '.join(reversed([*seen, step]))})"
            )
    return faults


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def _store(found: Sequence[Found], at: datetime, start: datetime) -> Loaded:
    latest = {v.rule: v for v in RuleVersion.objects.order_by("rule", "-version").distinct("rule")}
    added = changed = unchanged = 0
    for f in found:
        before = latest.pop(f.body["id"], None)
        if before and before.body == f.body:
            unchanged += 1
            continue
        _add_version(f.body, (before.version if before else 0) + 1, at, start)
        added, changed = added + (before is None), changed + (before is not None)
    gone = [v for v in latest.values() if v.body is not None]
    for v in gone:
        RuleVersion.objects.create(rule=v.rule, version=v.version + 1, in_force_from=start, when=v.when, loaded_at=at)
    return Loaded(added, changed, len(gone), unchanged)


def _add_version(body: Mapping[str, Any], version: int, at: datetime, start: datetime) -> None:
    promise = body["promise"]
    terms = Terms.objects.create(
        rule=body["id"],
        version=version,
        what=promise["what"],
        per_customer=body.get("per") == "customer",
        kept_by=promise.get("kept_by", []),
        void_by=promise.get("void_by", []),
        hold_while=promise.get("hold_while", ""),
        again=promise.get("again", "keep"),
        not_before=promise.get("not_before", ""),
        due=promise["due"],
        ladder=promise.get("ladder", []),
    )
    RuleVersion.objects.create(
        rule=body["id"],
        version=version,
        in_force_from=start,
        when=body["when"].partition(":")[0],
        body=dict(body),
        terms=terms,
        loaded_at=at,
    )
