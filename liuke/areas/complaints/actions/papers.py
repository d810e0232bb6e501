"""What came in writing is kept as it came, with its hash; a mail opens a complaint, or joins the one it answers (H25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import LONGEST
from liuke.areas.complaints.actions.filing import Came, Opened, keep_all, opened
from liuke.areas.complaints.actions.mailing import came_back
from liuke.areas.complaints.actions.taking import Heard, receive
from liuke.areas.complaints.models import OPEN, Complaint, Letter, Paper
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.mailing import whose_address
from liuke.areas.complaints.rules import bounces
from liuke.areas.complaints.rules.mails import Mail
from liuke.foundation.faults import Forbidden, Refused
from liuke.foundation.gateways.mailboxes import masked
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.lines import is_blank

MAIL: Final = "mail.eml"


@dataclass(frozen=True)
class Taken:
    """Where it is now; `is_new`: a complaint was opened for it."""

    number: str
    is_new: bool


def receive_papers(heard: Heard, papers: Sequence[Came], *, by: Actor, at: datetime) -> Taken:
    """Take a complaint in with what came in writing; what was not typed is taken from the mail.

    The same mail comes in once. A mail that answers a case, or names it, joins it unless the form says whose it is.
    Raises what `receive` raises, Invalid with `files` for what is no mail or may not be stored; then nothing is kept.
    """
    access.may_take_in(by)
    read = [opened(one.name, one.data) for one in papers]
    mails = [one.mail for one in read if one.mail]
    try:
        with transaction.atomic():
            return _received(heard, read, mails, by=by, at=at)
    except IntegrityError as error:
        known = _known(mails)
        if "a_mail_is_taken_in_once" not in str(error) or not known:
            raise
        return Taken(known, is_new=False)


def receive_mail(raw: bytes, *, by: Actor, at: datetime) -> Taken:
    """A mail from the mailbox for complaints; one of ours that came back is noted where it was sent from.

    Raises Invalid for what is no mail, Refused for what no person wrote.
    """
    read = opened(MAIL, raw)
    if read.mail and read.mail.automatic:
        bounce = bounces.read(raw)
        if number := came_back(bounce, at=at) if bounce else "":
            return Taken(number, is_new=False)
        raise Refused("这是自动回复或退信。", "An automatic answer, or a mail that came back.", code="automatic-mail")
    return receive_papers(Heard("", source="mail"), [Came(MAIL, raw)], by=by, at=at)


@transaction.atomic
def keep_papers(number: str, papers: Sequence[Came], *, by: Actor, at: datetime) -> None:
    """Something more came in writing about this case, whatever its state: an answer is owed."""
    found = access.complaint(number, by=by, lock=True)
    if not access.reads(by):
        raise Forbidden("来件由客服中心登记。", "The centre keeps what came in.")
    read = [opened(one.name, one.data) for one in papers]
    if known := _known([one.mail for one in read if one.mail]):
        raise Refused(f"这封邮件已在 {known} 中。", f"This mail is in {known} already.", code="mail-known")
    keep_all(found, read, further=True, by=by, at=at)


def _received(heard: Heard, read: Sequence[Opened], mails: Sequence[Mail], *, by: Actor, at: datetime) -> Taken:
    if known := _known(mails):
        return Taken(known, is_new=False)
    joined = "" if heard.customer or heard.about.strip() else _joined(mails)
    behind = () if joined or _says_whose(heard) or not mails else whose_address(mails[0].address, by=_house())
    if len(behind) == 1:
        joined = _only_open(behind[0]) if is_blank(heard.words) else ""
        heard = replace(heard, known=behind[0])
    number = joined or receive(_filled(heard, mails), by=by, at=at)
    found = Complaint.objects.select_related("customer").get(number=number)
    keep_all(found, read, further=bool(joined), behind=behind if len(behind) > 1 else (), by=by, at=at)
    return Taken(number, is_new=not joined)


def _says_whose(heard: Heard) -> bool:
    return bool(heard.customer or heard.about.strip() or heard.who.strip() or heard.phone.strip())


def _only_open(customer_id: int) -> str:
    """The one complaint of this customer that is open; nothing where it might be another."""
    numbers = Complaint.objects.filter(OPEN, customer_id=customer_id).values_list("number", flat=True)[:2]
    return numbers[0] if len(numbers) == 1 else ""


def _house() -> Actor:
    return system_actor(Actor.Kind.JOB, "complaints")


def _known(mails: Sequence[Mail]) -> str:
    """The case that has one of these mails already."""
    rows = Paper.objects.filter(message_id__in=[one.message_id for one in mails])
    return rows.values_list("complaint__number", flat=True).first() or ""


def _joined(mails: Sequence[Mail]) -> str:
    """The case that one of these mails answers or names."""
    answered = [one for mail in mails for one in mail.answers]
    row = Paper.objects.filter(message_id__in=answered).values_list("complaint__number", flat=True).first()
    ours = Letter.objects.filter(via="mail", proof__in=answered).values_list("complaint__number", flat=True)
    named = [mail.case for mail in mails if mail.case]
    return (
        row or ours.first() or Complaint.objects.filter(number__in=named).values_list("number", flat=True).first() or ""
    )


def _filled(heard: Heard, mails: Sequence[Mail]) -> Heard:
    """What the form left open, as the mail says it."""
    if not mails:
        return heard
    mail, typed = mails[0], "" if is_blank(heard.words) else heard.words.strip()
    spoken = heard.source in the_catalogue().sources and the_catalogue().sources[heard.source].spoken
    return replace(
        heard,
        words=typed or f"{mail.subject}\n{mail.text}".strip()[:LONGEST],
        source="mail" if spoken and not typed else heard.source,
        who=heard.who if _says_whose(heard) else mail.sender or masked(mail.address),
    )
