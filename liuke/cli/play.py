"""Play a demo company's weeks through the very same actions, the clock moved along: `liuke play --until 2026-11-23`."""

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from liuke.foundation import clock

SIZES = {"small": (21, 260, 18), "full": (92, 20_000, 110)}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until", type=datetime.fromisoformat, help="play up to here (default: now)")
    parser.add_argument(
        "--size", choices=sorted(SIZES), default="small", help="small: 3 sites, 3 weeks; full: 12 sites, 3 months"
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
    from liuke.cli.playing.player import Player
    from liuke.cli.playing.stories import Stories
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.playbook.loading import load

    boss = system_actor("import", "demo")
    if list_sites(by=boss):
        print("There is a company here already; a demo is played into an empty installation.")
        return 1
    long, customers, daily = SIZES[size]
    first = clock.local(until - timedelta(days=days or long)).replace(hour=7, minute=0, second=0, microsecond=0)
    gc.set_threshold(50_000)  # the ORM leaves many small circles; looking for them less often saves a tenth
    began, player = time.monotonic(), Player(start=first, seed=seed)
    with transaction.atomic():
        load(settings.HANDBOOK_DIRS, by=boss, at=first)
        company = found(small() if size == "small" else full(Random(seed)), at=first)
        stories = Stories(player, company, open_market(company, customers, player.chance, at=first))
    for day in _days(first, until):
        _plan(player, stories, day, daily)
    for day in player.play(until):
        print(f"\r  {clock.local(day):%Y-%m-%d}  {sum(player.ended.values()):>6} stories", end="", file=sys.stderr)
    print(f"\n  played {(until - first).days} days in {time.monotonic() - began:.0f} s", file=sys.stderr)
    for name, count in sorted(player.ended.items()):
        why = player.last_fault.get(name.partition(": ")[2], "")
        print(f"    {name:<40} {count:>6}  {why}", file=sys.stderr)
    return 0


def _days(first: datetime, until: datetime) -> Iterator[datetime]:
    day = first
    while day < until:
        yield day
        day += timedelta(days=1)


def _plan(player: "Player", stories: "Stories", day: datetime, daily: int) -> None:  # type: ignore[name-defined] # noqa: F821
    """One day's beginnings: the phone by the hour, platform orders, callback rounds, now and then a complaint."""
    chance = player.chance
    weekend = 0.8 if day.weekday() >= 5 else 1.0
    hours = (9, 10, 10, 11, 8, 13, 14, 14, 15, 16, 16, 17, 18, 19)
    for _ in range(round(daily * weekend * chance.uniform(0.85, 1.15))):
        at = day.replace(hour=chance.choice(hours), minute=chance.randint(0, 59), second=chance.randint(0, 59))
        player.begin("call", stories.call(), at)
    for _ in range(max(1, daily // 12)):
        at = day.replace(hour=chance.randint(8, 19), minute=chance.randint(0, 59))
        player.begin("platform order", stories.platform_order(), at)
    for hour, minute in ((10, 5), (11, 5), (15, 10), (16, 30), (18, 0), (19, 20)):
        player.begin("callbacks", stories.callbacks(0.75), day.replace(hour=hour, minute=minute))
    for quarter in range(8 * 3, 20 * 3):
        player.begin(
            "dispatch round", stories.dispatch_round(), day.replace(hour=quarter // 3, minute=quarter % 3 * 20 + 7)
        )
    if chance.random() < daily / 60:
        player.begin(
            "complaint", stories.complaint(), day.replace(hour=chance.randint(9, 18), minute=chance.randint(0, 59))
        )
