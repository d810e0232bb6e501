"""What comes in writing is kept as it came; a mail opens a complaint or joins the one it answers; what goes out is proved."""

from __future__ import annotations

import argparse
import hashlib
import mailbox
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.complaints.actions import closing, letters, linking, papers, taking
from liuke.areas.complaints.actions.filing import Came
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.models import Complaint, Letter, Link, Paper
from liuke.areas.complaints.queries.papers import list_papers
from liuke.areas.customers.actions import merging
from liuke.cli import complaint_mail
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.files.access import file, opened
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World
from tests.given.service import PIXEL

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=LOCAL)
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


def mail(number: str = "<1@163.com>", subject: str = "硬盘送修的经过", **more: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "顾伟 <gu.wei@163.com>", subject, number
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content("我等了40分钟，没人理。")
    made.add_attachment(PIXEL, maintype="image", subtype="png", filename="gate.png")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="x.exe")
    return bytes(made)


def owed(number: str) -> set[str]:
    return set(Promise.objects.filter(about=number, state="open").values_list("what", flat=True))


def test_a_mail_fills_the_form_and_is_kept_as_it_came(world: World) -> None:
    raw = mail()

    taken = papers.receive_papers(Heard(""), [Came("来信.eml", raw)], by=world.cast.east_clerk, at=TEN)

    found = Complaint.objects.get(number=taken.number)
    assert (found.source, found.customer.name, found.words) == (
        "mail",
        "顾伟",
        "硬盘送修的经过\n我等了40分钟，没人理。",
    )
    assert {"name-handler", "acknowledge-complaint"} <= owed(taken.number)
    [row] = list_papers(taken.number, by=world.cast.agent)
    assert (row.kind, row.sender, row.received_by, len(row.attached), row.inside) == (
        "mail", "gu***@163.com", world.cast.east_clerk.name, 1, 1,
    )  # fmt: skip
    kept = opened(row.file, by=world.cast.agent, at=TEN)
    assert kept.path.read_bytes() == raw and row.sha256 == hashlib.sha256(raw).hexdigest()
    assert Event.objects.get(kind="complaints.paper.received").facts["sha256"] == row.sha256
    assert list_papers(taken.number, by=world.cast.east_clerk) == ()


def test_the_same_mail_comes_in_once_and_an_answer_joins_its_case(world: World) -> None:
    agent = world.cast.agent
    first = papers.receive_papers(Heard(""), [Came("a.eml", mail())], by=agent, at=TEN).number

    again = papers.receive_papers(Heard(""), [Came("a.eml", mail())], by=agent, at=TEN + HOUR)
    reply = papers.receive_mail(mail("<2@163.com>", In_Reply_To="<1@163.com>"), by=agent, at=TEN + HOUR)
    named = papers.receive_mail(mail("<3@163.com>", f"再问 {first}"), by=agent, at=TEN + HOUR)
    other = papers.receive_papers(
        Heard("", customer=world.li), [Came("b.eml", mail("<4@163.com>", f"再问 {first}"))], by=agent, at=TEN + HOUR
    )

    assert (again.is_new, reply.is_new, named.is_new, other.is_new) == (False, False, False, True)
    assert {again.number, reply.number, named.number} == {first} and Paper.objects.count() == 4
    assert Promise.objects.filter(about=first, what="answer-paper").count() == 1


def test_what_came_later_is_answered_the_same_day(world: World) -> None:
    officer = world.cast.complaint_officer
    number = taking.receive(Heard("没人理", customer=world.li), by=officer, at=TEN)
    papers.keep_papers(number, [Came("letter.png", PIXEL)], by=officer, at=TEN + HOUR)

    due = Promise.objects.get(about=number, what="answer-paper")
    assert due.due_at == TEN.replace(hour=18)
    with pytest.raises(Missing):
        papers.keep_papers(number, [Came("letter.png", PIXEL)], by=world.cast.east_clerk, at=TEN)
    letter = letters.write_letter(number, "acknowledgement", by=officer, at=TEN + HOUR)
    letters.send_letter(
        letter, via="mail", proof="", shown_by=Came("sent.eml", mail("<out@us.cn>")), by=officer, at=TEN + HOUR
    )
    sent = Letter.objects.get()
    assert sent.proof == "<out@us.cn>" and file(sent.proof_file, by=officer).name == "sent.eml"
    due.refresh_from_db()
    assert due.state == "kept"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.eml", b"hello"), ("a.msg", b"\xd0\xcf\x11\xe0"), ("a.exe", b"MZ"), ("a.png", b"GIF89a"), ("a.eml", b"")],
)
def test_what_is_no_mail_leaves_nothing_behind(world: World, name: str, data: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        papers.receive_papers(
            Heard("没人理", customer=world.li), [Came("ok.png", PIXEL), Came(name, data)], by=world.cast.agent, at=TEN
        )

    assert set(wrong.value.fields) == {"files"}
    assert not Complaint.objects.exists() and not Paper.objects.exists()


def test_a_mailbox_is_emptied_and_what_nobody_wrote_opens_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for raw in (mail("<1@x.cn>"), mail("<2@x.cn>", Auto_Submitted="auto-replied"), b"hello"):
        box.add(raw)
    args = argparse.Namespace(maildir=tmp_path / "box")

    assert complaint_mail.run(args) == 1
    assert complaint_mail.run(args) == 0

    assert Complaint.objects.count() == 1
    assert sorted(one.get_flags() for one in box) == ["F", "F", "S"]
    told = capsys.readouterr()
    assert "顾" not in told.out + told.err and "gu.wei" not in told.out + told.err
    assert complaint_mail.run(argparse.Namespace(maildir=tmp_path)) == 1


def test_at_once_keeps_the_paper_as_well(world: World) -> None:
    number = closing.solve_at_once(
        Heard("差一张发票", customer=world.li), remedy="apology", papers=[Came("letter.png", PIXEL)], by=world.cast.agent,
        at=TEN,
    )  # fmt: skip

    assert len(list_papers(number, by=world.cast.agent)) == 1


def test_erasure_empties_what_came(world: World) -> None:
    number = papers.receive_papers(
        Heard("", customer=world.li), [Came("a.eml", mail())], by=world.cast.agent, at=TEN
    ).number

    merging.erase(world.li, reason="本人要求", by=world.cast.administrator, at=TEN + HOUR)

    [row] = list_papers(number, by=world.cast.agent)
    assert (row.sender, row.subject, row.text) == ("", "", "") and row.sha256
    with pytest.raises(Missing):
        file(row.file, by=world.cast.agent)


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        ({"message_id": "<1@x.cn>"}, "a_mail_is_taken_in_once"), ({"sha256": "x"}, "what_came_is_kept_with_its_hash"),
        ({"message_id": ""}, "a_mail_has_its_message_id"),
    ],
)  # fmt: skip
def test_the_table_itself_refuses(world: World, wrong: dict[str, str], promise: str) -> None:
    taking.receive(Heard("没人理", customer=world.li), by=world.cast.agent, at=TEN)
    row = {
        "complaint": Complaint.objects.get(), "kind": "mail", "sha256": "0" * 64, "received_at": TEN,
        "received_by": world.cast.agent,
    }  # fmt: skip
    Paper.objects.create(**row, file="a", message_id="<1@x.cn>")

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Paper.objects.create(**{**row, "message_id": "<2@x.cn>", **wrong}, file="b")


def test_things_belong_to_the_case_by_their_number(world: World) -> None:
    officer = world.cast.complaint_officer
    number = taking.receive(Heard("没人理", customer=world.li), by=officer, at=TEN)
    other = taking.receive(Heard("又没人理", customer=world.li), by=officer, at=TEN)

    linking.add_link(number, f" {world.hood.lower()} ", by=officer, at=TEN)
    linking.add_link(number, other, by=officer, at=TEN)
    linking.add_colleague(number, world.cast.east_manager, by=officer, at=TEN)

    assert set(Link.objects.values_list("kind", flat=True)) == {"machine", "complaint", "person"}
    for wrong in ("", number, "M-999999", "WO-1", "V-1", "S-9999", "CP-999999", "X-1", "WO-²"):
        with pytest.raises(Invalid):
            linking.add_link(number, wrong, by=officer, at=TEN)
    with pytest.raises(Refused):
        linking.add_link(number, other, by=officer, at=TEN)
    with pytest.raises(Forbidden):
        linking.add_link(number, other, by=world.cast.dispatcher, at=TEN)
    linking.remove_link(number, "complaint", other, by=officer, at=TEN)
    with pytest.raises(Missing):
        linking.remove_link(number, "complaint", other, by=officer, at=TEN)
