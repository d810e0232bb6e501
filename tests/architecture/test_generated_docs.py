"""docs/generated/ says what the code says: LIUKE_WRITE_DOCS=1 writes it anew, else it is compared."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from liuke.kernel.journal.kinds import Kind, list_kinds
from liuke.kernel.playbook import reading
from liuke.kernel.playbook.loading import read_folders
from liuke.kernel.playbook.rules import Rule
from liuke.kernel.promises import words

GENERATED = Path(__file__).resolve().parents[2] / "docs" / "generated"


def compare(name: str, text: str) -> None:
    path = GENERATED / name
    if os.environ.get("LIUKE_WRITE_DOCS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{name} is stale: LIUKE_WRITE_DOCS=1 pytest {__file__}"


def test_the_list_of_event_kinds_is_current() -> None:
    kinds = [k for k in list_kinds() if not k.name.startswith("trial.")]
    lines = [
        "# Everything that can happen",
        "",
        "Made from `liuke/events/` and the kernel's own kinds. Personal fields are *in italics*; they are erasable.",
        "",
        "| kind | zh | en | fields | seen by |",
        "|---|---|---|---|---|",
        *[_kind(k) for k in kinds],
        "",
    ]
    compare("event-kinds.md", "\n".join(lines))


def test_the_list_of_rules_is_current() -> None:
    found, faults = read_folders([settings.HANDBOOK_DIRS[0]])
    assert faults == []
    lines = [
        "# The handbook",
        "",
        "Made from `liuke/handbook/`: what is owed when what happens.",
        "",
        "| rule | when | owes | who | due | late: told | source |",
        "|---|---|---|---|---|---|---|",
        *[_rule(reading.rule(f.body)) for f in found],
        "",
    ]
    compare("handbook.md", "\n".join(lines))


def _kind(k: Kind) -> str:
    fields = ", ".join(f"*{f}*" if f in k.personal else f for f in k.fields)
    return f"| `{k.name}` | {k.says['zh']} | {k.says['en']} | {fields} | {k.seen_by} |"


def _rule(r: Rule) -> str:
    when = f"{r.kind}:{r.of_rule}" if r.of_rule else r.kind
    conditions = ", ".join(f"{k} = {v}" for k, v in r.body.get("if", {}).items())
    ladder = "; ".join(f"{s['at']} {s['tell']}" for s in r.ladder)
    what = words.of(r.what)
    return (
        f"| `{r.id}` {r.zh} | `{when}`{' · ' + conditions if conditions else ''} | {what.zh} {what.en} "
        f"| {r.owner} | {r.due} | {ladder} | {r.source} |"
    )
