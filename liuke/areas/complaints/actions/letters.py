"""Letters to the customer or to who wrote for him: written from a template, sent on a way, with proof (H25)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import saved, tell, text_of
from liuke.areas.complaints.actions.filing import Came, opened, stored
from liuke.areas.complaints.models import Complaint, Letter
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.letters import values_of
from liuke.areas.complaints.rules import letters
from liuke.events.complaints.handling import AnswerGiven, LetterSent
from liuke.events.complaints.way import ComplaintAcknowledged
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.gateways.actions import withdraw
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import is_blank, one_of
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines

TOLD_BY: Final = {"mail": "mail", "hand": "visit", "platform": "platform"}


@transaction.atomic
def write_letter(number: str, kind: str, *, language: str = "zh", by: Actor, at: datetime) -> int:
    """Write one from its template with what the case knows now; answers its id. It is sent by another act."""
    one_of("letter", kind, the_catalogue().letters)
    found = access.complaint(number, by=by, lock=True)
    access.require_act(found, by=by)
    template = the_catalogue().letters[kind].text
    text = letters.filled(template.en if language == "en" else template.zh, values_of(found, language=language))
    made = Letter.objects.create(
        complaint=found, kind=kind, text=text, written_at=at, written_by=by, language="en" if language == "en" else "zh"
    )
    return made.pk


@transaction.atomic
def reword_letter(letter_id: int, *, text: str, by: Actor) -> None:
    """Keep another text in a letter that has not gone out yet. Raises Invalid with `text`; Refused once it is sent."""
    letter, _found = to_send(letter_id, by)
    must_not_be_on_its_way(letter)
    put(letter, text)


@transaction.atomic
def send_letter(
    letter_id: int, *, via: str, proof: str, text: str | None = None, shown_by: Came | None = None, by: Actor,
    at: datetime, keeps: int | None = None,
) -> None:  # fmt: skip
    """It went out: on which way, and what proves it (tracking number, receipt, who signed).

    `text`: as it went out, where it was changed; without it, as it was written. `shown_by` is the receipt's picture, or
    the mail as it was sent: then its Message-ID is a proof by itself.
    An acknowledgement acknowledges; a decision to an authority, the press or counsel is the written answer owed.
    """
    one_of("via", via, letters.WAYS)
    sent = opened(shown_by.name, shown_by.data) if shown_by else None
    if sent and sent.mail and is_blank(proof):
        proof = sent.mail.message_id[: letters.LONGEST_PROOF]
    if is_blank(proof) or len(proof) > letters.LONGEST_PROOF:
        raise Invalid.field("proof", "请填写快递单号、回执或签收人", "Give the tracking number, receipt, or who signed")
    letter, found = to_send(letter_id, by)
    if letter.mailed_at is not None:
        withdraw([letter.mail_key])
    if text is not None:
        put(letter, text)
    must_be_known(letter)
    letter.via, letter.proof, letter.sent_at = via, proof.strip(), at
    letter.proof_file = stored(found, sent, by, at) if sent else ""
    letter.mailed_at, letter.fault, letter.sent_file = None, "", ""  # a PDF that was mailed before is not what went now
    letter.save(update_fields=["via", "proof", "proof_file", "sent_at", "mailed_at", "fault", "sent_file"])
    tell(found, went_out(found, letter), by=by, at=at, keeps=keeps)


def went_out(found: Complaint, letter: Letter) -> list[object]:
    """What follows from a letter that is sent: it acknowledges, and a decision is the written answer owed."""
    words = the_catalogue().letters[letter.kind].words
    sent: list[object] = [
        LetterSent(
            number=found.number, about=found.about, letter=letter.kind, letter_zh=words.zh, letter_en=words.en, via=letter.via
        )
    ]  # fmt: skip
    if found.acknowledged_at is None:
        found.acknowledged_at = letter.sent_at
        sent.append(
            ComplaintAcknowledged(number=found.number, about=found.about, via=TOLD_BY.get(letter.via, "letter"))
        )
    if letter.kind == "decision" and the_catalogue().sources[found.source].formal:
        sent.append(AnswerGiven(number=found.number, about=found.about, via=letter.via, source=found.source))
    saved(found, "acknowledged_at")
    return sent


def must_not_be_on_its_way(letter: Letter) -> None:
    """Raise Refused while the mail server has not said what became of it."""
    if letter.mailed_at is not None:
        raise Refused("这封信正在发送。", "This letter is on its way.", code="letter-mailed")


def must_be_known(letter: Letter) -> None:
    """Raise Refused where something in it is still to be found out."""
    if letters.unknown_in(letter.text):
        raise Refused(
            "信中还有未填明的内容（—），请补全案件后重写。",
            "Something is still unknown in it (—): complete the case and write it anew.",
            code="letter-unknown",
        )


def put(letter: Letter, text: str) -> None:
    """Keep this text in it. Raises Invalid with `text`."""
    letter.text = text_of(
        "text", text.replace("\r\n", "\n"), missing=Words("请写明信的内容", "Say what the letter says")
    )
    letter.save(update_fields=["text"])


def to_send(letter_id: int, by: Actor) -> tuple[Letter, Complaint]:
    """The letter that has not gone out yet, with its case, both under lock. Raises Missing, Forbidden, Refused."""
    of = Letter.objects.filter(pk=letter_id).values_list("complaint__number", "complaint__customer_id").first()
    if of is None:
        raise Missing("没有这封信。", "There is no such letter.")
    lock_timelines([of[1]])
    found = access.complaint(of[0], by=by, lock=True)
    access.require_act(found, by=by)
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.sent_at is not None:
        raise Refused("这封信已寄发。", "This letter was sent already.", code="letter-sent")
    return letter, found
