"""Today and the ledger: what a person owes, one click from doing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import actions, queries
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.models import Promise
from liuke.kernel.promises.rows import Owner
from liuke.web.ui.sessions import SEEN
from tests.given import customers as given
from tests.given import people
from tests.given.people import Cast
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


@pytest.fixture
def li(cast: Cast) -> int:
    return given.li(cast, clock.now())


@pytest.fixture
def give(cast: Cast, li: int) -> Callable[..., int]:
    def promised(
        words: str = "回电告知配件到货", *, by: Actor = cast.agent, late: bool = False, to: Owner | None = None
    ) -> int:
        at = clock.now() - (2 * HOUR if late else timedelta())
        made = HandMade(li, words, at + HOUR, about="WO-000318", owner=to)
        return actions.give(made, by=by, at=at)

    return promised


def test_today_shows_what_i_owe_late_first_with_the_customer_and_the_number(
    cast: Cast, give: Callable[..., int]
) -> None:
    give("回电告知进度")
    give("寄送说明书", late=True)

    text = as_(cast.agent).get("/").content.decode()

    assert text.index("寄送说明书") < text.index("回电告知进度")
    assert "李秀英" in text and "WO-000318" in text and "C-" in text


def test_today_of_somebody_else_does_not_show_it(cast: Cast, give: Callable[..., int]) -> None:
    give()

    assert "回电告知配件到货" not in as_(cast.dispatcher).get("/").content.decode()


def test_today_leaves_out_what_is_far_off_or_may_not_be_done_yet(cast: Cast, give: Callable[..., int]) -> None:
    far, barred = give("明年寄发保养提醒"), give("后天再回电")
    Promise.objects.filter(pk=far).update(due_at=clock.now() + timedelta(days=15))
    later = clock.now() + timedelta(days=3)
    Promise.objects.filter(pk=barred).update(not_before=later, due_at=later + HOUR)

    text = as_(cast.agent).get("/").content.decode()

    assert "明年寄发保养提醒" not in text and "后天再回电" not in text
    assert "明年寄发保养提醒" in as_(cast.agent).get("/promises/").content.decode()


def test_the_figures_lead_to_their_rows(cast: Cast, give: Callable[..., int]) -> None:
    give("寄送说明书", late=True)
    give("回电告知进度")
    client = as_(cast.agent)

    late = client.get("/?show=late").content.decode()

    assert "寄送说明书" in late and "回电告知进度" not in late


def test_the_minutely_question_answers_nothing_while_nothing_has_changed(cast: Cast, give: Callable[..., int]) -> None:
    client = as_(cast.agent)
    mark = "0.0.0"
    assert client.get(f"/today/news/?seen={mark}", HTTP_HX_REQUEST="true").status_code == 204

    give(late=True)

    assert client.get(f"/today/news/?seen={mark}", HTTP_HX_REQUEST="true").status_code == 200


def test_one_line_promises_something_until_tomorrow(cast: Cast, li: int) -> None:
    answer = posted(as_(cast.agent), "/promises/new/", customer="李秀英", words="回电告知配件到货", due_at="明天15:00")

    assert answer.status_code == 302
    row = Promise.objects.get()
    assert (row.timeline_id, row.words, row.owner_id) == (li, "回电告知配件到货", cast.agent.pk)
    assert f"{clock.local(row.due_at):%H:%M}" == "15:00"


def test_a_time_that_nobody_understands_is_refused_beside_the_field_and_keeps_what_was_typed(
    cast: Cast, li: int
) -> None:
    answer = posted(as_(cast.agent), "/promises/new/", customer="李秀英", words="回电告知配件到货", due_at="尽快")

    assert answer.status_code == 422
    assert "看不懂这个时间" in answer.content.decode() and "回电告知配件到货" in answer.content.decode()
    assert not Promise.objects.exists()


def test_a_name_that_fits_several_asks_which_one(cast: Cast) -> None:
    given.li(cast, clock.now())
    given.li(cast, clock.now())

    answer = posted(as_(cast.agent), "/promises/new/", customer="李秀英", words="回电", due_at="明天15:00")

    assert answer.status_code == 422 and "不止一位" in answer.content.decode()


def test_a_second_click_on_done_changes_nothing_and_leads_to_the_same_place(
    cast: Cast, give: Callable[..., int]
) -> None:
    pk, client, number = give(), as_(cast.agent), issue()

    first = client.post(f"/promises/{pk}/completion/", {"form_number": number, "note": "已告知"})
    second = client.post(f"/promises/{pk}/completion/", {"form_number": number, "note": "已告知"})

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Promise.objects.get(pk=pk).state == "kept"


def test_a_promise_is_taken_from_the_pool(cast: Cast, give: Callable[..., int]) -> None:
    pk = give(to=Owner(role="agent"))

    posted(as_(cast.agent), f"/promises/{pk}/taking/")

    assert Promise.objects.get(pk=pk).owner_id == cast.agent.pk


def test_passing_on_needs_a_colleague_and_a_reason(cast: Cast, give: Callable[..., int]) -> None:
    pk, client = give(), as_(cast.agent)

    assert posted(client, f"/promises/{pk}/handover/", to=str(cast.lead.pk)).status_code == 422
    assert posted(client, f"/promises/{pk}/handover/", to="99999", because="休假").status_code == 422
    assert posted(client, f"/promises/{pk}/handover/", to=str(cast.lead.pk), because="休假").status_code == 302
    assert Promise.objects.get(pk=pk).owner_id == cast.lead.pk


def test_only_the_customers_wish_moves_what_is_judged(cast: Cast, give: Callable[..., int]) -> None:
    ours, theirs = give(), give()
    client = as_(cast.agent)

    posted(client, f"/promises/{ours}/move/", due_at="明天15:00", wish="us", because="缺件")
    posted(client, f"/promises/{theirs}/move/", due_at="明天15:00", wish="customer", because="用户出差")

    row = Promise.objects.get(pk=ours)
    assert row.due_at != row.judged_due_at == row.first_due_at
    row = Promise.objects.get(pk=theirs)
    assert row.due_at == row.judged_due_at != row.first_due_at


def test_only_leads_waive(cast: Cast, give: Callable[..., int]) -> None:
    pk = give()

    assert posted(as_(cast.agent), f"/promises/{pk}/waiver/", because="用户取消").status_code == 403
    assert posted(as_(cast.lead), f"/promises/{pk}/waiver/", because="用户取消").status_code == 302
    assert Promise.objects.get(pk=pk).state == "waived"


def test_an_act_on_a_promise_that_has_ended_meanwhile_is_refused(cast: Cast, give: Callable[..., int]) -> None:
    pk = give()
    actions.done(pk, by=cast.agent, at=clock.now())

    answer = posted(as_(cast.agent), f"/promises/{pk}/move/", due_at="明天15:00", wish="us", because="缺件")

    assert answer.status_code == 409 and "已经结束" in answer.content.decode()


def test_people_of_a_site_do_not_see_what_the_centre_owes(cast: Cast, give: Callable[..., int]) -> None:
    pk = give()

    assert as_(cast.east_clerk).get(f"/promises/{pk}/").status_code == 404
    assert as_(cast.stranger).get("/").status_code == 403


def test_the_page_of_a_promise_tells_its_story(cast: Cast, give: Callable[..., int]) -> None:
    pk = give()
    actions.move(
        pk, due_at=clock.now() + 3 * HOUR, wish_of_customer=True, because="用户出差", by=cast.agent, at=clock.now()
    )

    text = as_(cast.lead).get(f"/promises/{pk}/").content.decode()

    assert "王芳承诺 " in text and " 前：回电告知配件到货" in text and "用户出差" in text and "李秀英" in text


def test_the_ledger_filters_by_state_person_and_verdict(cast: Cast, give: Callable[..., int]) -> None:
    done, late = give("已办的事"), give("超时的事", late=True)
    actions.done(done, by=cast.agent, at=clock.now())
    client = as_(cast.lead)

    assert "超时的事" not in client.get("/promises/?state=kept").content.decode()
    assert "已办的事" not in client.get("/promises/?verdict=late").content.decode()
    assert "超时的事" in client.get(f"/promises/?verdict=late&person={cast.agent.pk}").content.decode()
    assert "超时的事" not in client.get(f"/promises/?person={cast.dispatcher.pk}").content.decode()
    assert late


@pytest.mark.parametrize("query", ["after=x", "person=王", "since=gestern", "customer=C-999999"])
def test_a_broken_address_is_answered_and_never_breaks(cast: Cast, query: str) -> None:
    assert 400 <= as_(cast.lead).get(f"/promises/?{query}").status_code < 500


@pytest.mark.parametrize("after", ["x", "~", "2026-11-23~1", "2026-11-23T00:00:00+08:00~99999999999999999999"])
def test_a_broken_place_in_todays_list_is_refused(cast: Cast, after: str) -> None:
    assert as_(cast.agent).get("/", {"after": after}).status_code == 422


def test_the_rows_leave_through_the_gate_and_for_leads_only(cast: Cast, give: Callable[..., int]) -> None:
    give()

    listed = as_(cast.lead).get("/promises/?state=open").content.decode()

    assert 'href="/secrecy/new/?state=open&amp;of=promises"' in listed
    assert as_(cast.lead).get("/secrecy/new/?state=open&of=promises").status_code == 200
    assert "/secrecy/new/" not in as_(cast.agent).get("/promises/").content.decode()
    assert as_(cast.agent).get("/secrecy/new/?of=promises").status_code == 403


def test_a_figure_and_its_rows_agree(cast: Cast, give: Callable[..., int]) -> None:
    """Kept in time, kept late, late and open, waived: each counted once, each found by its figure's filter."""
    for late in (False, True):
        actions.done(give(late=late), by=cast.agent, at=clock.now())
        give(late=late)
    actions.waive(give(), because="用户取消", by=cast.lead, at=clock.now())
    at = clock.now()
    period = {"since": at - timedelta(days=7), "until": at + timedelta(days=1)}

    [rate] = queries.kept_rates(**period, at=at, group="owner")
    late_rows = queries.list_page(by=cast.lead, verdict="late", at=at, owner_id=int(rate.key), **period)
    in_time = queries.list_page(by=cast.lead, verdict="in_time", owner_id=int(rate.key), **period)

    assert (len(in_time), len(late_rows)) == (rate.in_time, rate.late) == (1, 2)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(cast: Cast) -> None:
    client = as_(cast.agent)
    session = client.session
    session[SEEN] = before = (clock.now() - timedelta(minutes=20)).isoformat()
    session.save()

    client.get("/today/news/?seen=x", HTTP_HX_REQUEST="true", HTTP_X_UNATTENDED="1")
    assert client.session[SEEN] == before

    client.get("/")
    assert client.session[SEEN] > before
