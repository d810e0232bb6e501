"""The whole way of one complaint (H21–H26): a device brought for data repair, coldly met at the gate, forty minutes of
waiting, led into the workroom; heard by the guard's colleague, soothed, found out, made right, learnt from, verified."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.complaints.actions import closing, handling, improving, letters, offering, sorting, taking
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.actions.sorting import Sentence
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.models import Complaint, Letter
from liuke.areas.complaints.queries.complaints import get_case
from liuke.areas.complaints.queries.feelings import proposed_parts
from liuke.areas.complaints.queries.improvements import get_improvement
from liuke.foundation.faults import Refused
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.insight.today import today
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=HERE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SAID = (
    "我带着移动硬盘来做数据恢复，门口的保安爱理不理，态度很冷淡。我在大厅等了四十分钟没有人接待。"
    "最后有人把我直接领进了维修间，里面乱七八糟的，真让人心里不踏实。硬盘里是孩子的照片，希望你们尽快恢复，也给我一个说法。"
)


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


def tick(at: datetime) -> None:
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=at)


def owed(about: str) -> set[str]:
    return set(Promise.objects.filter(about=about, state="open").values_list("what", flat=True))


def test_the_cold_gate(world: World) -> None:
    cast, officer = world.cast, world.cast.complaint_officer
    quality = identity.add_person(
        username="pinzhi", name="钱品质", roles=["quality_manager"], by=cast.administrator, at=TEN - HOUR
    )

    # the guard's colleague: a clerk of the site, who opens no files and reads no complaints
    number = taking.receive(
        Heard(SAID, who="顾先生", phone="13700001234", source="site", wants="尽快恢复数据，给个说法"), by=cast.east_clerk,
        at=TEN,
    )  # fmt: skip
    assert Complaint.objects.get(number=number).owner_id == cast.east_clerk.pk
    assert today(officer, at=TEN).sections[0].rows[0].promise.what == "name-handler"

    handling.name_handler(number, officer, by=officer, at=TEN + 12 * MINUTE)

    # feelings first, then the facts, said back to him
    parts = proposed_parts(SAID)
    kinds = {one.kind for one in parts}
    assert {"feeling", "fact", "wish"} <= kinds and len(parts) >= 4
    for step in ("soothed", "restated", "asked"):
        sorting.take_step(number, step, by=officer, at=TEN + 20 * MINUTE)
    handling.contact(number, reached=True, by=officer, at=TEN + 25 * MINUTE)
    sorting.sort_parts(
        number, [Sentence(one.text, one.kind, one.kind) for one in parts], by=officer, at=TEN + 30 * MINUTE
    )
    sorting.assess(
        number,
        kind="service",
        sub="waiting",
        means="东西贵重，希望被当回事、被妥善保管",
        by=officer,
        at=TEN + 31 * MINUTE,
    )
    facts = [p for p in get_case(number, by=officer, at=TEN + HOUR).parts if p.kind == "fact"]
    for fact in facts:
        sorting.judge_fact(number, fact.nth, verdict="true", note="查看门岗与大厅监控", by=officer, at=TEN + HOUR)
    offering.take_stance(
        number,
        stance="ours",
        finding="门岗不知道送修如何接待；前台午间无人；维修间不应接待用户",
        by=officer,
        at=TEN + HOUR,
    )

    # the solution, which he proposes himself
    at = TEN + HOUR + 10 * MINUTE
    assert not offering.propose(
        number,
        Offer("redo", "今天优先恢复数据，18:00 前电话告知结果", by_customer=True, done_by=TEN.date()),
        by=officer,
        at=at,
    )
    offering.answer(number, agrees=True, by=officer, at=at + 5 * MINUTE)
    assert "fulfil-remedy" in owed(number)
    offering.fulfil(number, by=officer, at=TEN + 7 * HOUR)

    # not closed before it is known what is learnt from it
    with pytest.raises(Refused):
        closing.close(number, word="satisfied", by=officer, at=TEN + 8 * HOUR)
    made = improving.set_improvement(
        number, cause="没有送修接待流程，门岗没有培训", action="门岗设送修接待卡，前台排班不断岗，维修间设访客线",
        responsible=cast.east_manager, until=(TEN + 3 * DAY).date(), by=officer, at=TEN + 8 * HOUR,
    )  # fmt: skip
    closing.close(number, word="satisfied", summary="数据已恢复，当面致歉", by=officer, at=TEN + 8 * HOUR)
    letters.write_letter(number, "apology", by=officer, at=TEN + 8 * HOUR)
    letters.send_letter(Letter.objects.get().pk, via="hand", proof="顾先生当面签收", by=officer, at=TEN + 9 * HOUR)
    assert "门岗设送修接待卡" in Letter.objects.get().text

    # thirty days are played: carried out, aftercare twice, looked for, verified by another
    improving.carry_out(made, proof="接待卡照片、排班表", by=cast.east_manager, at=TEN + 2 * DAY)
    for day in (7, 30):
        assert "aftercare-complaint" in owed(number)
        call = Promise.objects.filter(about=number, what="aftercare-complaint", state="open").order_by("due_at")[0]
        closing.make_aftercare(
            number, day=day, well=True, words="很好", by=officer, at=call.due_at - HOUR, keeps=call.pk
        )
    tick(TEN + 32 * DAY + 23 * HOUR)
    assert Event.objects.filter(kind="complaints.recurrence.looked_for", subject=made).exists()
    assert get_improvement(made, by=officer).again == ()
    improving.verify(made, works=True, by=quality, at=TEN + 33 * DAY)

    assert owed(number) == set() and owed(made) == set()
    late = Event.objects.filter(kind="promise.missed", subject__in=[number, made])
    assert not late.exists()
