"""One file that came: what it is, and keeping it with its hash beside the case."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import tell
from liuke.areas.complaints.models import Complaint, Paper
from liuke.areas.complaints.rules.mails import Mail, NotAMailError, read
from liuke.areas.complaints.rules.papers import KINDS
from liuke.events.complaints.papers import PaperReceived
from liuke.foundation.faults import Invalid, TooLarge
from liuke.foundation.files import access as files
from liuke.foundation.files.actions import store
from liuke.foundation.gateways.mailboxes import hash_of, is_address, masked
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor

LONGEST_TEXT: Final = 20_000
MOST_ATTACHED: Final = 20


@dataclass(frozen=True)
class Came:
    """A file as it came: a mail (.eml), or a letter as a picture, a PDF, a recording."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """A file with its bytes; `mail` is what stands in it where it is one, always with an id of its own."""

    name: str
    data: bytes
    mail: Mail | None = None


def opened(name: str, data: bytes) -> Opened:
    """Look into what came. Raises Invalid with `files` for what says it is a mail and is none."""
    ending = name.rpartition(".")[2].lower()
    if ending == "msg":
        raise Invalid.field(
            "files", "Outlook 的 .msg 文件请在邮箱中另存为 .eml 或 PDF", "Save an Outlook .msg as .eml or PDF first"
        )
    if ending != "eml":
        return Opened(name, data)
    try:
        mail = read(data)
    except NotAMailError:
        raise Invalid.field(
            "files", f"“{name[:40]}”不是邮件文件，请在邮箱中导出为 .eml", f"“{name[:40]}” is no mail; save it as .eml"
        ) from None
    own = mail.message_id or f"sha256:{hashlib.sha256(data).hexdigest()}"
    return Opened(name, data, replace(mail, message_id=own))


def keep_all(
    found: Complaint, papers: Sequence[Opened], *, further: bool, behind: Sequence[int] = (), by: Actor, at: datetime
) -> None:
    """Keep these files and tell of each, in the caller's transaction. `further`: after the case was opened; `behind`:
    the customers whose address it may be, where a person has to say which.
    """
    if not papers:
        return
    keeper = by if access.reads(by) else system_actor(Actor.Kind.JOB, "complaints")
    made = [_kept(found, one, keeper, by, at) for one in papers]
    if behind:
        Paper.objects.filter(pk__in=[one.pk for one in made], kind=Paper.Kind.MAIL).update(behind=list(behind))
    tell(found, [_told(found, one, further) for one in made], by=by, at=at)


def stored(found: Complaint, one: Opened, by: Actor, at: datetime) -> str:
    """The key of this file, kept for the case. Raises Invalid with `files` where we store no such files."""
    try:
        return store(one.data, name=one.name, subject=f"complaint:{found.number}", by=by, at=at)
    except (Invalid, TooLarge) as wrong:
        raise Invalid.field("files", wrong.words.zh, wrong.words.en) from wrong


def _kept(found: Complaint, one: Opened, keeper: Actor, by: Actor, at: datetime) -> Paper:
    key = stored(found, one, keeper, at)
    made = Paper(
        complaint=found, kind=Paper.Kind.LETTER, file=key, sha256=files.file(key, by=keeper).sha256, received_at=at,
        received_by=by,
    )  # fmt: skip
    if one.mail:
        _fill(made, one.mail)
        for attached in one.mail.attached[:MOST_ATTACHED]:
            made.attached += _attached(found, attached.name, attached.data, keeper, at)
        made.inside = len(one.mail.attached) - len(made.attached)
    made.save(force_insert=True)
    return made


def _fill(made: Paper, mail: Mail) -> None:
    made.kind, made.message_id, made.sender_mask = Paper.Kind.MAIL, mail.message_id, masked(mail.address)
    made.subject, made.text, made.sent_at = mail.subject, mail.text[:LONGEST_TEXT], mail.sent_at
    made.sender_hash = hash_of(mail.address) if is_address(mail.address) else None


def _attached(found: Complaint, name: str, data: bytes, keeper: Actor, at: datetime) -> list[str]:
    """The key of what was attached; none where we store no such files, and it stays in the original."""
    try:
        return [store(data, name=name, subject=f"complaint:{found.number}", by=keeper, at=at)]
    except (Invalid, TooLarge):
        return []


def _told(found: Complaint, one: Paper, further: bool) -> PaperReceived:
    words = KINDS[one.kind]
    return PaperReceived(
        number=found.number, about=found.about, paper=one.kind, paper_zh=words.zh, paper_en=words.en, sha256=one.sha256,
        attached=len(one.attached) + one.inside, further=further, subject=one.subject,
    )  # fmt: skip
