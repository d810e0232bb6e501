"""Take in a file of customers or of a platform's orders: `liuke import customers FILE` (docs/how-to/import.md)."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from liuke.foundation import clock

if TYPE_CHECKING:
    from liuke.foundation.identity.models import Actor
    from liuke.processes.intake.checking import Checked
    from liuke.processes.intake.lines import Options

SHOWN = 50
MANY = 10_000  # rows from which on a second process is worth its start


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", choices=["customers", "orders"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only say what is wrong with the rows")
    parser.add_argument("--leave-out", action="store_true", help="take in the good rows although others are refused")
    parser.add_argument("--source", default="", help="of orders that name none: jd, tmall, douyin, excel ...")
    parser.add_argument(
        "--from", dest="start", type=datetime.fromisoformat,
        help="orders placed before this date owe nothing (default: today)",
    )  # fmt: skip
    parser.add_argument("--refused", type=Path, help="write the refused rows to this workbook")
    parser.add_argument(
        "--processes", type=int, choices=[1, 2], help=f"how many write (default: 2 from {MANY:,} rows on)"
    )


def run(args: argparse.Namespace) -> int:
    from liuke.foundation.identity.queries import system_actor
    from liuke.processes.intake import checking, refused
    from liuke.processes.intake.columns import template_called
    from liuke.processes.intake.lines import Options
    from liuke.processes.intake.reading.files import check_size

    if not args.file.is_file():
        print(f"没有文件 {args.file} / There is no file {args.file}", file=sys.stderr)
        return 1
    check_size(args.file.stat().st_size)
    start = args.start.replace(tzinfo=args.start.tzinfo or clock.LOCAL) if args.start else None
    options, by, at = Options(args.source, start), system_actor("import", "command line"), clock.now()
    template = template_called(args.template)
    checked = checking.check(args.file.read_bytes(), args.file.name, template, options, by=by, at=at)
    _tell(checked)
    if args.refused and checked.refusals:
        args.refused.write_bytes(refused.refused_file(checked, english=False, by=by, at=at))
    if args.check or (checked.refusals and not args.leave_out):
        return 1 if checked.refusals else 0
    return _take_in(args, checked, options, by, at)


def _tell(checked: Checked) -> None:
    for row, column, words in checked.refusals[:SHOWN]:
        heading = checked.template.heading(column)
        print(f"  {row} {heading.zh}: {words.zh} / {heading.en}: {words.en}", file=sys.stderr)
    if len(checked.refusals) > SHOWN:
        print(f"  ... {len(checked.refusals) - SHOWN} more (--refused FILE.xlsx)", file=sys.stderr)
    print(f"{checked.total} rows, {checked.good} good, {len(checked.refused_rows)} refused")


def _take_in(args: argparse.Namespace, checked: Checked, options: Options, by: Actor, at: datetime) -> int:
    from liuke.processes.intake import running

    began, total, done = time.monotonic(), checked.total, 0
    processes = args.processes or (2 if total >= MANY else 1)
    for step in running.run_by(processes, checked, options, by=by, at=at):
        done += step.batch.rows
        print(f"\r  {min(done, total)}/{total}", end="", file=sys.stderr, flush=True)
    running.compare_with_the_file(checked)
    spent = time.monotonic() - began
    print(f"\n{total} rows stand; {total / max(spent, 0.001):.0f} a second")
    return 0
