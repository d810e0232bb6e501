"""A past period played against a changed handbook: `liuke simulate --since 2026-11-01 --until 2026-11-22 --handbook my/`."""

import argparse
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from liuke.foundation import clock

if TYPE_CHECKING:
    from liuke.insight.simulation import Comparison, RoleLine


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=date.fromisoformat, required=True, help="first day")
    parser.add_argument("--until", type=date.fromisoformat, required=True, help="day after the last")
    parser.add_argument(
        "--handbook", type=Path, action="append", default=[], help="folder of changed rules; later overrides earlier"
    )
    parser.add_argument("--rule", help="instead: one rule whose time is changed")
    parser.add_argument("--due", help="its time, for instance “30 service minutes”")


def run(args: argparse.Namespace) -> int:
    from liuke.foundation.faults import Fault
    from liuke.insight.simulation import compare, in_force, with_due
    from liuke.kernel.playbook.simulation import rules_of

    before = in_force(clock.now())
    try:
        after = rules_of([_ours(), *args.handbook]) if args.handbook else before
        after = with_due(after, args.rule, args.due or "") if args.rule else after
        _tell(compare(before, after, since=_midnight(args.since), until=_midnight(args.until)))
    except Fault as fault:
        print(fault.words.en)
        return 1
    return 0


def _ours() -> Path:
    import liuke

    return Path(liuke.__file__).parent / "handbook"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


def _tell(found: "Comparison") -> None:
    print(f"{'rule':<34}{'made':>8}{'in time':>9}{'late':>7}   →{'made':>8}{'in time':>9}{'late':>7}")
    for line in found.rules:
        b, a = line.before, line.after
        mark = "*" if line.changed else " "
        print(f"{mark}{line.rule:<33}{b.made:>8}{b.in_time:>9}{b.late:>7}    {a.made:>8}{a.in_time:>9}{a.late:>7}")
    b, a = found.totals
    print(f"{'all':<34}{b.made:>8}{b.in_time:>9}{b.late:>7}    {a.made:>8}{a.in_time:>9}{a.late:>7}")
    print(f"\n{'role':<24}{'a day':>8}{'at most':>9}{'pace':>7}{'people':>8}{'at most':>9}")
    for one in found.after:
        print(_role(one))


def _role(one: "RoleLine") -> str:
    pace = f"{one.pace:.1f}" if one.pace else "–"
    return (
        f"{one.role:<24}{one.a_day:>8.1f}{one.at_most:>9}{pace:>7}{one.people or '–':>8}{one.people_at_most or '–':>9}"
    )
