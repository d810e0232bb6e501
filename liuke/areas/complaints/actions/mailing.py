"""A letter goes out by mail with its PDF; what proves it, or that it did not arrive, comes back into the case (H25)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import tell
from liuke.areas.complaints.actions.filing import Came, opened, stored
from liuke.areas.complaints.actions.letters import must_be_known, must_not_be_on_its_way, to_send, went_out
from liuke.areas.complaints.models import Complaint, Letter
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.mailing import list_addresses
from liuke.areas.complaints.rules import letters
from liuke.areas.complaints.rules.bounces import Bounce
from liuke.events.complaints.handling import LetterFailed, LetterPosted
from liuke.foundation.faults import Invalid
from liuke.foundation.gateways.actions import confirm, post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.queries import Fate, find_key, get_fate
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor


@transaction.atomic
def mail_letter(letter_id: int, *, to: str, paper: Came, by: Actor, at: datetime) -> None:
    """Have it go out by mail: its text, and `paper`, the same as a PDF. `to` is the `ref` of an address of the case.

    It is sent once the mail server took it; until then it is on its way, and somebody looks whether it went.
    Raises Invalid with `to`, Refused where it is on its way or sent, or something in it is unknown.
    """
    letter, found = to_send(letter_id, by)
    must_not_be_on_its_way(letter)
    if to not in {one.ref for one in list_addresses(found, by=by)}:
        raise Invalid.field("to", "请选择收件邮箱", "Choose the address that it goes to")
    must_be_known(letter)
    letter.sent_file = stored(found, opened(paper.name, paper.data), by, at)
    letter.via, letter.mailed_to, letter.mailed_at, letter.mailed_by, letter.fault = "mail", to, at, by, ""
    letter.mail_key = f"letter:{letter.pk}:{at:%Y%m%d%H%M%S%f}"
    letter.save()
    post([_draft(found, letter)], at=at)
    words = the_catalogue().letters[letter.kind].words
    event = LetterPosted(
        number=found.number, about=found.about, letter=letter.kind, letter_zh=words.zh, letter_en=words.en
    )
    tell(found, [event], by=by, at=at)


@transaction.atomic
def note_fate(key: str, *, at: datetime) -> None:
    """What became of a mail of ours: sent with its Message-ID as proof, or not, and then it is owed again."""
    row = Letter.objects.filter(mail_key=key).values_list("pk", "complaint__number").first()
    fate = get_fate(key)
    if row is None or fate is None:
        return
    house = system_actor(Actor.Kind.JOB, "complaints")
    found = access.complaint(row[1], by=house, lock=True)
    letter = Letter.objects.select_for_update().get(pk=row[0])
    if letter.mail_key == key and fate.sent_at and not fate.failed and letter.sent_at is None:
        _sent(found, letter, fate, house, at)
    elif letter.mail_key == key and fate.failed and letter.mailed_at is not None:
        _failed(found, letter, fate.reason, house, at)


@transaction.atomic
def came_back(bounce: Bounce, *, at: datetime) -> str:
    """A mail server says that a letter of ours could not be delivered; answers its complaint, nothing if it is not ours."""
    key = find_key(bounce.message_id)
    row = Letter.objects.filter(mail_key=key, mailed_at__isnull=False) if key else Letter.objects.none()
    number = row.values_list("complaint__number", flat=True).first()
    if number and confirm(bounce.message_id, at=at, delivered=False, reason=f"bounced {bounce.status}".strip()):
        return number
    return ""


def _draft(found: Complaint, letter: Letter) -> MessageDraft:
    words = the_catalogue().letters[letter.kind].words
    in_english = letter.language == "en"
    values = {
        "title": words.en.capitalize() if in_english else words.zh, "number": found.number, "text": letter.text,
        "company": settings.COMPANY_NAME or ("Customer service" if in_english else "客户服务中心"),
    }  # fmt: skip
    return MessageDraft(
        letter.mail_key, "mail", "complaint_letter", f"letter:{letter.pk}", values, enclosed=(letter.sent_file,)
    )


def _sent(found: Complaint, letter: Letter, fate: Fate, house: Actor, at: datetime) -> None:
    letter.sent_at, letter.proof = fate.sent_at, fate.carrier_number[: letters.LONGEST_PROOF]
    letter.save(update_fields=["sent_at", "proof"])
    tell(found, went_out(found, letter), by=house, at=at)


def _failed(found: Complaint, letter: Letter, reason: str, house: Actor, at: datetime) -> None:
    """It is a letter that was only written again; whether the customer knows is open again where only it told him."""
    if letter.sent_at is not None and found.acknowledged_at == letter.sent_at:
        found.acknowledged_at = None
        found.save(update_fields=["acknowledged_at"])
    letter.via, letter.proof, letter.sent_at, letter.mailed_at, letter.fault = "", "", None, None, reason[:200]
    letter.save(update_fields=["via", "proof", "sent_at", "mailed_at", "fault"])
    words, why = the_catalogue().letters[letter.kind].words, letters.why_failed(reason)
    event = LetterFailed(
        number=found.number, about=found.about, letter=letter.kind, letter_zh=words.zh, letter_en=words.en, why_zh=why.zh,
        why_en=why.en,
    )  # fmt: skip
    tell(found, [event], by=house, at=at)
