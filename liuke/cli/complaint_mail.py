"""Take mails to the address for complaints in: one from standard input, or what is new in a Maildir.

`liuke complaint-mail < one.eml`, `liuke complaint-mail --maildir /var/mail/complaints` (docs/how-to/complaint-mail.md)
"""

from __future__ import annotations

import argparse
import mailbox
import sys
from pathlib import Path
from typing import Final

from liuke.foundation import clock

MOST: Final = 25 * 1024 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--maildir", type=Path, help="take in what is new there; without it, one mail from standard input"
    )


def run(args: argparse.Namespace) -> int:
    if args.maildir is None:
        return 0 if _take(sys.stdin.buffer.read(MOST + 1)) else 1
    if not (args.maildir / "new").is_dir():
        print(f"{args.maildir} 不是 Maildir / is no Maildir", file=sys.stderr)
        return 1
    return _empty(mailbox.Maildir(args.maildir, create=False))


def _empty(box: mailbox.Maildir) -> int:
    """Each new mail, the oldest first: taken in it is marked seen, refused flagged for somebody to look at. A process
    that is killed in between finds the same mail new again, and the same Message-ID opens nothing twice."""
    refused = 0
    for key in sorted(key for key, mail in box.iteritems() if mail.get_subdir() == "new"):
        mail = box[key]
        taken = _take(box.get_bytes(key))
        refused += not taken
        mail.set_subdir("cur")
        mail.add_flag("S" if taken else "F")
        box[key] = mail
    return 1 if refused else 0


def _take(raw: bytes) -> bool:
    """Says on a line what became of it; never whose it is or what it says."""
    from liuke.areas.complaints.actions.papers import receive_mail
    from liuke.foundation.faults import Invalid, Refused, TooLarge
    from liuke.foundation.identity.queries import system_actor

    try:
        taken = receive_mail(raw, by=system_actor("job", "投诉邮箱"), at=clock.now())
    except (Invalid, Refused, TooLarge) as wrong:
        print(f"未受理：{wrong.words.zh} / refused: {wrong.words.en}", file=sys.stderr)
        return False
    print(taken.number if taken.is_new else f"{taken.number} +")
    return True
