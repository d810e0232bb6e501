"""Whether every waiting job has code behind its name, and none was given up."""

import argparse


def run(args: argparse.Namespace) -> int:
    from liuke.foundation.queue import queries

    unknown, parked = queries.list_unknown_names(), queries.count_parked()
    for name in unknown:
        print(f"jobs: {name} waits, but no room knows it")
    if parked:
        print(f"jobs: {parked} parked; mend the cause and revive them")
    if not unknown and not parked:
        print("jobs: sound")
    return 1 if unknown or parked else 0
