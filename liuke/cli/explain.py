"""What follows when something happens: `liuke explain service.order.dispatched`."""

import argparse
import difflib
from typing import TYPE_CHECKING

from liuke.foundation import clock

if TYPE_CHECKING:
    from liuke.kernel.playbook.explaining import Explanation


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", help="an event kind; none lists them all")


def run(args: argparse.Namespace) -> int:
    from liuke.kernel.journal.kinds import list_kinds
    from liuke.kernel.playbook.explaining import explain

    names = [k.name for k in list_kinds()]
    if not args.kind:
        print("\n".join(names))
        return 0
    if args.kind not in names:
        near = ", ".join(difflib.get_close_matches(args.kind, names)) or "none is near"
        print(f"There is no event kind {args.kind} ({near}).")
        return 1
    _tell(explain(args.kind, at=clock.now()))
    return 0


def _tell(e: "Explanation") -> None:
    print(f"{e.kind.name}\n  {e.kind.says['zh']}\n  {e.kind.says['en']}\n  fields: {', '.join(e.kind.fields)}")
    for r in e.opens:
        conditions = " ".join(f"{k}={v}" for k, v in r.body.get("if", {}).items())
        print(f"  → promise {r.what} of {r.owner}, due {r.due} [{r.id} v{r.version}, {r.source}] {conditions}".rstrip())
        for step in r.ladder:
            print(f"      {step['at']}: tell {step['tell']}{' and hand over' if step.get('hand_over') else ''}")
    for title, rules in (("keeps", e.keeps), ("voids", e.voids)):
        for r in rules:
            print(f"  {title} {r.what} [{r.id}]")
    for reaction in e.reactions:
        print(f"  reaction {reaction}")
