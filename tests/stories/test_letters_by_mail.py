"""A letter goes out by mail with its PDF and its proof; what does not arrive is owed again; a mail finds whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.complaints.actions import letters, mailing, papers, taking
from liuke.areas.complaints.actions.filing import Came
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.models import Complaint, Letter, Paper
from liuke.areas.complaints.queries.mailing import addresses_of
from liuke.areas.customers.actions import merging
from liuke.areas.customers.models import FieldDefinition, FieldValue
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.gateways import jobs
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import Envelope
from liuke.foundation.gateways.drivers.envelope import Refused as NotTaken
from liuke.foundation.gateways.models import OutboxMessage, RecordedMessage
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
PDF = Came("letter.pdf", b"%PDF-1.7\n%%EOF\n")


class Server:
    """A mail server of our own: keeps what it is given, unless it is told to refuse."""

    name = "smtp"

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.refuses = False

    def send(self, envelope: Envelope) -> str:
        if self.refuses:
            raise NotTaken("smtp 550: not taken")
        self.taken.append(envelope)
        return f"<{envelope.stamp}@us.cn>"


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    choice.use("mail", found)
    yield found
    choice.use("mail", None)


_numbers = count(1)


def mail(sender: str = "顾伟 <gu.wei@163.com>", subject: str = "硬盘送修的经过", **more: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender, subject, f"<{next(_numbers)}@163.com>"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content("我等了40分钟，没人理。")
    return bytes(made)


def bounce(number: str, action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@163.com\nMessage-ID: <b@163.com>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nUser unknown\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; 163.com\n\n"
        f"Final-Recipient: rfc822; gu.wei@163.com\nAction: {action}\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {number}\nFrom: us@us.cn\n\nhello\n--b--\n"
    ).encode()


def with_address(customer_id: int, address: str, world: World) -> None:
    """The file of this customer knows this mail address."""
    FieldValue.objects.create(
        customer_id=customer_id, definition=FieldDefinition.objects.get(key="email"), value=address, source="call",
        told_on=TEN.date(), entered_by=world.cast.agent, entered_at=TEN, confirmed_at=TEN,
    )  # fmt: skip


def written(world: World, at: datetime = TEN) -> tuple[str, int]:
    """A mail that opened a case, and the acknowledgement that was written for it."""
    number = papers.receive_mail(mail(), by=world.cast.agent, at=at).number
    return number, letters.write_letter(number, "acknowledgement", by=world.cast.complaint_officer, at=at)


def run_outbox(at: datetime) -> None:
    """Send what lies there, and tell the case."""
    for row in OutboxMessage.objects.filter(template="complaint_letter", state="waiting"):
        jobs.send(message=row.pk, at=at)
    for row in OutboxMessage.objects.filter(template="complaint_letter").exclude(state="waiting"):
        mailing.note_fate(row.key, at=at)


def owed(number: str) -> set[str]:
    return set(Promise.objects.filter(about=number, state="open").values_list("what", flat=True))


def test_a_letter_goes_to_who_wrote_with_its_pdf_and_the_case_has_the_proof(world: World, server: Server) -> None:
    number, letter = written(world)
    officer = world.cast.complaint_officer
    [address] = addresses_of(number, by=officer)
    assert (address.mask, address.of_file) == ("gu***@163.com", False)

    mailing.mail_letter(letter, to=address.ref, paper=PDF, by=officer, at=TEN + HOUR)

    assert {"see-letter-out", "acknowledge-complaint"} <= owed(number)
    for act in (
        lambda: mailing.mail_letter(letter, to=address.ref, paper=PDF, by=officer, at=TEN + HOUR),
        lambda: letters.reword_letter(letter, text="另一封", by=officer),
    ):
        with pytest.raises(Refused):
            act()
    run_outbox(TEN + HOUR)
    run_outbox(TEN + 2 * HOUR)
    sent, [envelope] = Letter.objects.get(), server.taken
    assert (envelope.address, envelope.enclosed[0].data) == ("gu.wei@163.com", PDF.data)
    assert number in envelope.subject and sent.text in envelope.text
    assert (sent.sent_at, sent.proof) == (TEN + HOUR, f"<{envelope.stamp}@us.cn>")
    assert owed(number).isdisjoint({"see-letter-out", "acknowledge-complaint", "resend-letter"})
    assert Complaint.objects.get().acknowledged_at == TEN + HOUR
    again = papers.receive_mail(mail(subject="Re: 你好", In_Reply_To=sent.proof), by=officer, at=TEN + 3 * HOUR)
    assert (again.number, again.is_new) == (number, False)


def test_what_is_refused_or_comes_back_shows_and_is_owed_again(world: World, server: Server) -> None:
    number, letter = written(world)
    officer = world.cast.complaint_officer
    [address] = addresses_of(number, by=officer)
    server.refuses = True
    mailing.mail_letter(letter, to=address.ref, paper=PDF, by=officer, at=TEN + HOUR)
    run_outbox(TEN + HOUR)

    failed = Letter.objects.get()
    assert (failed.fault, failed.mailed_at, failed.sent_at) == ("smtp 550: not taken", None, None)
    assert "acknowledge-complaint" in owed(number) and "see-letter-out" not in owed(number)
    due = Promise.objects.get(about=number, what="resend-letter", state="open")
    assert due.due_at == TEN.replace(hour=18)

    server.refuses = False
    mailing.mail_letter(letter, to=address.ref, paper=PDF, by=officer, at=TEN + 2 * HOUR)
    run_outbox(TEN + 2 * HOUR)
    assert "resend-letter" not in owed(number)
    proof = Letter.objects.get().proof
    with pytest.raises(Refused):
        papers.receive_mail(bounce(proof, "delayed"), by=officer, at=TEN + 3 * HOUR)
    assert papers.receive_mail(bounce(proof), by=officer, at=TEN + 3 * HOUR).number == number
    run_outbox(TEN + 3 * HOUR)
    back = Letter.objects.get()
    assert (back.fault, back.sent_at) == ("bounced 5.1.1", None) and Complaint.objects.get().acknowledged_at is None
    assert "resend-letter" in owed(number)
    letters.send_letter(letter, via="post", proof="SF1", by=officer, at=TEN + 4 * HOUR)
    assert "resend-letter" not in owed(number) and Letter.objects.get().fault == ""


def test_without_a_carrier_it_is_recorded_and_erasure_empties_it(world: World) -> None:
    number, letter = written(world)
    officer = world.cast.complaint_officer
    for wrong in ("", "paper:0", "field:1", "gu.wei@163.com"):
        with pytest.raises(Invalid):
            mailing.mail_letter(letter, to=wrong, paper=PDF, by=officer, at=TEN + HOUR)
    with pytest.raises(Forbidden):
        [address] = addresses_of(number, by=officer)
        mailing.mail_letter(letter, to=address.ref, paper=PDF, by=world.cast.dispatcher, at=TEN + HOUR)
    mailing.mail_letter(letter, to=address.ref, paper=PDF, by=officer, at=TEN + HOUR)
    run_outbox(TEN + HOUR)
    kept = RecordedMessage.objects.get(channel="mail")
    assert kept.enclosed == ["letter.pdf"] and "gu.wei" not in kept.text + kept.address_mask

    merging.erase(
        Complaint.objects.get().customer_id, reason="本人要求", by=world.cast.administrator, at=TEN + 2 * HOUR
    )

    kept.refresh_from_db()
    assert kept.text == "" and OutboxMessage.objects.get(channel="mail").values == {}
    assert Paper.objects.get().sender_hash is None


def test_a_mail_finds_its_customer_and_his_one_open_case(world: World) -> None:
    agent = world.cast.agent
    with_address(world.li, "Gu.Wei@163.com ", world)

    first = papers.receive_mail(mail(), by=agent, at=TEN)
    second = papers.receive_mail(mail(), by=agent, at=TEN + HOUR)
    other = taking.receive(Heard("发票没给", customer=world.li), by=agent, at=TEN + HOUR)
    third = papers.receive_mail(mail(), by=agent, at=TEN + 2 * HOUR)

    assert Complaint.objects.get(number=first.number).customer_id == world.li
    assert (second.number, second.is_new) == (first.number, False) and "answer-paper" in owed(first.number)
    assert third.is_new and third.number not in (first.number, other)
    found = addresses_of(first.number, by=agent)
    assert [one.of_file for one in found] == [True] and found[0].ref.startswith("paper:")
    assert [one.ref[:6] for one in addresses_of(other, by=agent)] == ["field:"]


def test_an_address_of_several_is_asked_and_never_guessed(world: World) -> None:
    heard = taking.receive(Heard("发票没给", who="老王"), by=world.cast.agent, at=TEN - HOUR)
    wang = Complaint.objects.get(number=heard).customer_id
    for customer in (world.li, wang):
        with_address(customer, "gu.wei@163.com", world)

    shared = papers.receive_mail(mail(), by=world.cast.agent, at=TEN)
    unknown = papers.receive_mail(mail("a@b.cn"), by=world.cast.agent, at=TEN)

    for taken in (shared, unknown):
        assert Complaint.objects.get(number=taken.number).customer.kind == "provisional"
    assert Paper.objects.get(complaint__number=shared.number).behind == sorted([world.li, wang])
    letters.write_letter(unknown.number, "interim", by=world.cast.complaint_officer, at=TEN)
    assert Letter.objects.get().text.startswith("尊敬的用户：")
    for sender, first in (("A@B.cn", unknown), ("gu.wei@163.com", shared)):
        again = papers.receive_mail(mail(sender), by=world.cast.east_clerk, at=TEN + HOUR)
        assert again.number == first.number


def test_the_table_refuses_a_mail_to_nowhere(world: World) -> None:
    _number, letter = written(world)

    with pytest.raises(IntegrityError, match="a_mailed_letter_says_by_whom_and_to_which_address"), transaction.atomic():
        Letter.objects.filter(pk=letter).update(mailed_at=TEN)
