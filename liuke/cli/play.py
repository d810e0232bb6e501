"""Play a demo company's weeks through the very same actions, the clock moved along: `liuke play --until 2026-11-23`."""

import argparse
import gc
import sys
import time
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from liuke.foundation import clock

if TYPE_CHECKING:
    from liuke.cli.playing.player import Player

# days, customers, calls a day; the small one with installing stays below three minutes on two slow cores
SIZES = {"small": (17, 260, 13), "full": (92, 20_000, 60)}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until", type=datetime.fromisoformat, help="play up to here (default: now)")
    parser.add_argument(
        "--size", choices=sorted(SIZES), default="small", help="small: 3 sites, 17 days; full: 12 sites, 3 months"
    )
    parser.add_argument("--days", type=int, help="how many days (default by size)")
    parser.add_argument("--seed", type=int, default=7)


def run(args: argparse.Namespace) -> int:
    until = args.until or clock.now()
    if until.tzinfo is None:
        until = until.replace(tzinfo=clock.LOCAL)
    return play(until, size=args.size, days=args.days, seed=args.seed)


def play(until: datetime, *, size: str, days: int | None, seed: int) -> int:
    """Found the company, let its customers in, and play each day; 1 if there is a company already."""
    from django.conf import settings
    from django.db import transaction

    from liuke.areas.network.queries.sites import list_sites
    from liuke.cli.playing.company import found, full, small
    from liuke.cli.playing.market import open_market
    from liuke.cli.playing.open_sites import OpenDesks
    from liuke.cli.playing.player import Player
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.playbook.loading import load

    boss = system_actor("import", "demo")
    if list_sites(by=boss):
        print("There is a company here already; a demo is played into an empty installation.")
        return 1
    long, customers, daily = SIZES[size]
    first = clock.local(until - timedelta(days=days or long)).replace(hour=7, minute=0, second=0, microsecond=0)
    gc.set_threshold(50_000)  # the ORM leaves many small circles; looking for them less often saves a tenth
    began, player = time.monotonic(), Player(start=first, until=until, seed=seed)
    with transaction.atomic():
        load(settings.HANDBOOK_DIRS, by=boss, at=first)
        company = found(small() if size == "small" else full(Random(seed)), at=first, until=until)
        market = open_market(company, customers, player.chance, at=first, until=until)
        stories = OpenDesks(player, company, market)
    stories.plan_all(daily)
    _tell(player, began)
    return 0


def _tell(player: "Player", began: float) -> None:
    """Play, and say how far it is and how it ended."""
    for day in player.play():
        print(f"\r  {clock.local(day):%Y-%m-%d}  {sum(player.ended.values()):>6} stories", end="", file=sys.stderr)
    days = (player.until - player.start).days
    print(f"\n  played {days} days in {time.monotonic() - began:.0f} s", file=sys.stderr)
    for name, count in sorted(player.ended.items()):
        why = player.last_fault.get(name.partition(": ")[2], "")
        print(f"    {name:<40} {count:>6}  {why}", file=sys.stderr)
