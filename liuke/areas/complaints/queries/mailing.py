"""To which addresses a letter may go by mail: those of the file, and of who wrote. Shown masked, opened when it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Letter, Paper
from liuke.areas.complaints.rules.mails import NotAMailError, sender_in
from liuke.areas.customers import access as customers
from liuke.areas.customers.queries.mailing import find_by_mail, list_mailboxes, recipient_at
from liuke.foundation.files import disk
from liuke.foundation.gateways.mailboxes import hash_of, is_address, masked
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.identity.models import Actor

HEAD = 64 * 1024  # bytes: the headers of a mail end long before


@dataclass(frozen=True)
class Address:
    """`ref` is what an action takes: `field:12` of the file, `paper:7` of who wrote."""

    ref: str
    mask: str
    of_file: bool


def addresses_of(number: str, *, by: Actor) -> tuple[Address, ...]:
    """The same of a complaint that this actor may see."""
    return list_addresses(access.complaint(number, by=by), by=by)


def list_addresses(found: Complaint, *, by: Actor) -> tuple[Address, ...]:
    """Who wrote to this case, the last one first, then what the customer's file knows besides; each address once."""
    known = list_mailboxes(found.customer_id, by=by)
    of_file = {one.hashed for one in known}
    wrote = Paper.objects.filter(complaint=found, kind=Paper.Kind.MAIL, sender_hash__isnull=False).order_by("pk")
    told = {bytes(p.sender_hash or b""): Address(f"paper:{p.pk}", p.sender_mask, False) for p in wrote}
    others = [Address(one.ref, one.mask, True) for one in known if one.hashed not in told]
    latest = [replace(one, of_file=hashed in of_file) for hashed, one in reversed(told.items())]
    return (*latest, *others)


def recipient(reference: str, channel: str, at: datetime) -> Recipient | None:
    """The outbox's question who `letter:7` goes to; nobody where his data rest or what he wrote was erased."""
    letter = Letter.objects.filter(pk=int(reference)).select_related("complaint").first()
    if channel != "mail" or letter is None or customers.resting_among([letter.complaint.customer_id]):
        return None
    language = "en" if letter.language == "en" else "zh-hans"
    if letter.mailed_to.startswith("field:"):
        return recipient_at(letter.mailed_to, language=language)
    paper = Paper.objects.filter(pk=int(letter.mailed_to.partition(":")[2]), complaint=letter.complaint).first()
    address = sender_of(paper) if paper else ""
    return Recipient(address, masked(address), language) if address else None


def sender_of(paper: Paper) -> str:
    """Who wrote this mail, read from it as it came; nothing where it was erased."""
    try:
        with disk.path_of(paper.file).open("rb") as original:
            address = sender_in(original.read(HEAD))
    except (OSError, NotAMailError):
        return ""
    return address if is_address(address) else ""


def whose_address(address: str, *, by: Actor) -> tuple[int, ...]:
    """Whose address this is: the one who wrote from it before, else all in whose file it stands or who did."""
    if not is_address(address):
        return ()
    wrote = Paper.objects.filter(sender_hash=hash_of(address), complaint__customer__erased_at=None)
    before = set(wrote.values_list("complaint__customer_id", flat=True).distinct()[:20])
    return tuple(sorted(before if len(before) == 1 else {*find_by_mail(address, by=by), *before}))
