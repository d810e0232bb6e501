"""The handbook: `liuke rules load` checks all rule files and puts them in force, `liuke rules check` only checks."""

import argparse
from datetime import datetime
from pathlib import Path

from liuke.foundation import clock


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["load", "check"])
    parser.add_argument("folders", nargs="*", type=Path, help="folders of rules (default: those of this installation)")
    parser.add_argument("--from", dest="start", type=datetime.fromisoformat, help="in force from (default: now)")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.playbook import loading

    folders = args.folders or settings.HANDBOOK_DIRS
    if args.act == "check":
        found, faults = loading.read_folders(folders)
        print("\n".join(faults) or f"{len(found)} rules, all sound")
        return 1 if faults else 0
    now = clock.now()
    loaded = loading.load(folders, by=system_actor("import", "handbook"), at=now, in_force_from=args.start)
    print(f"{loaded.added} added, {loaded.changed} changed, {loaded.withdrawn} withdrawn, {loaded.unchanged} unchanged")
    return 0
