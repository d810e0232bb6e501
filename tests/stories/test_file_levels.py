"""H9: a file is as secret as its customer, or as somebody who may has said of it alone, with a term; who opens it is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.customers.actions.merging import erase, merge
from liuke.areas.customers.models import Customer
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.actions import own_copy, rights
from liuke.areas.secrecy.actions.file_levels import set_file_level
from liuke.areas.secrecy.actions.levels import set_level
from liuke.areas.secrecy.models import FileLevel
from liuke.areas.secrecy.queries.files import list_files
from liuke.areas.secrecy.queries.looks import list_looks
from liuke.foundation import clock
from liuke.foundation.export.actions import Section
from liuke.foundation.faults import Fault, Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.files.access import file, files_of, opened
from liuke.foundation.files.actions import forget, store
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "扩建方案.txt"


class Desk:
    """The company, one of its orders and a paper stored for it."""

    def __init__(self) -> None:
        self.c = service.company(NOW - DAY)
        self.order = service.assigned(self.c, NOW - DAY)
        self.subject = f"order:{self.order}"
        self.key = store("明年扩建".encode(), name=NAME, subject=self.subject, by=self.c.cast.east_technician, at=NOW)

    def by_the_book(self) -> None:
        load([Path(liuke.__file__).parent / "handbook"], by=self.c.cast.administrator, at=NOW - DAY)

    def opens(self, by: Actor, at: datetime = NOW) -> bool:
        try:
            opened(self.key, by=by, at=at)
        except Forbidden:
            return False
        return True

    def set(self, level: str, by: Actor | None = None, seen: str = "", **more: object) -> None:
        said = {"reason": "含扩建方案", "at": NOW} | more
        set_file_level(self.key, level, seen=seen, by=by or self.c.cast.lead, **said)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_file_is_as_secret_as_its_customer_and_who_opened_it_is_known(desk: Desk) -> None:
    c = desk.c
    assert desk.opens(c.cast.agent)
    set_level(c.known.li, "core", by=c.cast.lead, at=NOW)

    assert (
        not desk.opens(c.cast.agent, NOW + 2 * HOUR) and desk.opens(c.cast.lead) and desk.opens(c.cast.east_technician)
    )
    assert [(f.name, f.is_shut) for f in files_of(desk.subject, by=c.cast.agent)] == [("***.txt", True)]
    assert file(desk.key, by=c.cast.lead).name == NAME
    with pytest.raises(Missing):
        opened(desk.key, by=c.cast.north_clerk, at=NOW)
    told = list_looks(c.known.li, since=NOW, until=NOW + DAY, by=c.cast.manager).rows
    assert [(one.act, one.who, one.subject) for one in told] == [
        ("files.refused", c.cast.agent.name, desk.order),
        ("files.opened", c.cast.east_technician.name, desk.order),
        ("files.opened", c.cast.lead.name, desk.order),
        ("files.opened", c.cast.agent.name, desk.order),
    ]


def test_the_persons_own_copy_names_what_is_stored_of_his(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[Section]] = []
    monkeypatch.setattr(own_copy, "facts_pdf", lambda sections, **_: made.append(sections) or b"")
    number = rights.take_down(desk.c.known.li, "copy", channel="call", by=desk.c.cast.agent, at=NOW)
    own_copy.make_copy(number, by=desk.c.cast.manager, at=NOW)
    assert [s.facts for s in made[0] if s.heading == "附件"] == [[("2026-11-23", f"{NAME}（{desk.order}）")]]


def test_a_picture_shown_ten_times_in_an_hour_leaves_one_trace(desk: Desk) -> None:
    for minutes in (0, 5, 59, 61):
        assert desk.opens(desk.c.cast.agent, NOW + timedelta(minutes=minutes))
    assert len(list_looks(desk.c.known.li, since=NOW, until=NOW + DAY, by=desk.c.cast.manager).rows) == 2


def test_one_file_is_raised_and_its_term_over_it_follows_its_customer_again(desk: Desk) -> None:
    desk.by_the_book()
    cast = desk.c.cast
    desk.set("core", until=NOW.date() + 40 * DAY)

    assert not desk.opens(cast.agent) and not desk.opens(cast.east_technician) and desk.opens(cast.lead)
    assert file(desk.key, by=cast.east_clerk).name == "***.txt"
    [row] = list_files(desk.c.known.li, by=cast.agent)
    assert (row.name, row.level, row.own, row.is_shut, row.number) == ("***.txt", "core", "core", True, desk.order)
    owed = Promise.objects.get(what="review-file-level")
    assert owed.about == desk.key and owed.due_at.astimezone(clock.LOCAL).date() == NOW.date() + 10 * DAY

    assert jobs.lapse_levels(NOW + 40 * DAY) == 0 and jobs.lapse_levels(NOW + 41 * DAY) == 1
    assert desk.opens(cast.east_technician) and desk.opens(cast.agent)
    assert Event.objects.get(kind="secrecy.file_level.ended").facts["how"] == "lapsed"
    assert Promise.objects.get(what="review-file-level").state == "void"


def test_of_a_file_whose_own_term_is_over_nobody_owes_a_review(desk: Desk) -> None:
    desk.by_the_book()
    desk.set("core")
    forget([desk.subject], at=NOW)
    assert jobs.lapse_levels(NOW + DAY) == 1
    assert not FileLevel.objects.exists() and Promise.objects.get(what="review-file-level").state == "void"


def test_one_file_of_a_secret_customer_is_let_down_and_looked_over(desk: Desk) -> None:
    desk.by_the_book()
    cast = desk.c.cast
    set_level(desk.c.known.li, "core", by=cast.lead, at=NOW)
    with pytest.raises(Forbidden, match="manager in charge"):
        desk.set("general")
    desk.set("general", by=cast.manager, until=NOW.date() + 9 * DAY)
    assert desk.opens(cast.agent)
    assert not Promise.objects.filter(what="review-file-level").exists(), "what lapses to stricter needs no review"

    desk.set("important", seen="general")
    assert Promise.objects.get(what="review-file-level").state == "open" and desk.opens(cast.agent)
    desk.set("", by=cast.manager, seen="important", reason="")
    assert Promise.objects.get(what="review-file-level").state == "kept"
    assert not FileLevel.objects.exists() and not desk.opens(cast.agent)


def test_what_is_refused_changes_nothing(desk: Desk) -> None:
    cases: list[tuple[str, str, dict[str, object], type[Fault]]] = [
        ("agent", "important", {}, Forbidden),
        ("east_clerk", "general", {}, Forbidden),
        ("north_clerk", "important", {}, Missing),
        ("lead", "secret", {}, Invalid),
        ("lead", "core", {"reason": " "}, Invalid),
        ("lead", "core", {"until": NOW.date()}, Invalid),
        ("lead", "core", {"until": NOW.date() + 2000 * DAY}, Invalid),
        ("lead", "core", {"seen": "important"}, Stale),
    ]
    for who, level, more, fault in cases:
        with pytest.raises(fault):
            desk.set(level, by=getattr(desk.c.cast, who), **more)  # type: ignore[arg-type]
    assert not FileLevel.objects.exists()


def test_what_is_no_customers_has_no_level_and_every_level_its_reason(desk: Desk) -> None:
    paper = store(b"x", name="a.txt", subject=f"agreement:{desk.c.sites.east}", by=desk.c.cast.administrator, at=NOW)
    with pytest.raises(Missing):
        set_file_level(paper, "core", seen="", reason="x", by=desk.c.cast.administrator, at=NOW)
    assert opened(paper, by=desk.c.cast.administrator, at=NOW).size == 1
    desk.set("important")
    for wrong, name in (({"reason": ""}, "has_its_reason"), ({"level": "x"}, "is_a_known_one")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            FileLevel.objects.update(**wrong)


def test_a_level_goes_with_a_merge_rests_with_its_customer_and_ends_with_his_data(desk: Desk) -> None:
    desk.by_the_book()
    c = desk.c
    desk.set("important")
    merge(c.known.li, c.known.zhou, by=c.cast.lead, at=NOW)
    assert FileLevel.objects.get().customer_id == c.known.zhou
    assert [row.key for row in list_files(c.known.zhou, by=c.cast.lead)] == [desk.key]

    number = rights.take_down(c.known.zhou, "restriction", channel="call", by=c.cast.agent, at=NOW)
    rights.answer(number, "done", by=c.cast.manager, at=NOW)
    with pytest.raises(Refused, match="not used"):
        opened(desk.key, by=c.cast.lead, at=NOW)
    rights.let_use(c.known.zhou, by=c.cast.manager, at=NOW)
    Customer.objects.filter(pk=c.known.zhou).update(keeper=None)
    erase(c.known.zhou, reason="本人要求", by=c.cast.manager, at=NOW + DAY)
    assert not FileLevel.objects.exists()
    assert Promise.objects.get(what="review-file-level").state == "void"
