"""The complaint inbox, a case from the first word to the customer's last, and the form that anybody may fill in."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from liuke.areas.complaints.actions import closing, handling, mailing, sorting, taking
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.models import Complaint, Improvement, Letter, Paper, Part, Remedy
from liuke.areas.customers.queries.file import first_addresses
from liuke.areas.knowledge.queries import words
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.service.actions import booking, dispatching
from liuke.areas.service.queries.names import Window
from liuke.foundation import clock
from liuke.foundation.files import access as files
from liuke.foundation.gateways import jobs as outbox
from liuke.foundation.gateways.models import OutboxMessage
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World
from tests.given.service import PIXEL
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
HOUR = timedelta(hours=1)
MAIL = (
    "From: =?utf-8?B?6aG+5Lyf?= <gu.wei@163.com>\nSubject: 送修\nMessage-ID: <1@163.com>\n"
    "Content-Type: text/html; charset=utf-8\n\n<p>&lt;b&gt;等了40分钟</p><script>alert(1)</script>"
).encode()
SAID = "等了四十分钟没人理。门口的人态度很冷淡！我要求给个说法。"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return care.world(NOW - 3 * HOUR)


@pytest.fixture
def officer(world: World) -> Client:
    return as_(world.cast.complaint_officer)


@pytest.fixture
def number(world: World) -> str:
    return taking.receive(Heard(SAID, customer=world.li, source="site"), by=world.cast.agent, at=NOW - HOUR / 2)


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:800]
    return str(answer.content.decode())


def test_anybody_takes_one_in_with_two_fields(world: World) -> None:
    clerk = as_(world.cast.east_clerk)
    assert "发生了什么" in shown(clerk, "/complaints/new/")

    posted(clerk, "/complaints/new/", who="老周", words="在大厅等了四十分钟", source="site", act="take")

    found = Complaint.objects.get()
    assert (found.customer.name, found.taken_by) == ("老周", world.cast.east_clerk)
    assert clerk.get(f"/complaints/{found.number}/").status_code == 403


def test_nothing_is_lost_when_something_is_missing(world: World) -> None:
    answer = posted(
        as_(world.cast.agent), "/complaints/new/", who="", words="在大厅等了四十分钟", source="site", act="take"
    )

    assert answer.status_code == 422 and "请写明是谁" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_an_open_complaint_of_the_same_customer_is_shown_before_a_second(world: World, number: str) -> None:
    code = Complaint.objects.get().customer.code

    assert number in shown(as_(world.cast.agent), f"/complaints/repeats/?customer={code}&words=态度冷淡")
    assert number not in shown(as_(world.cast.agent), "/complaints/repeats/?customer=C-999999&words=态度")


def test_the_inbox_shows_what_is_owed_next_and_is_taken_in_one_click(
    world: World, officer: Client, number: str
) -> None:  # fmt: skip
    listed = shown(officer, "/complaints/")
    assert number in listed and "投诉待指派" in listed
    owed = Promise.objects.get(about=number, what="name-handler")

    posted(officer, f"/complaints/{number}/", act="take", promise=str(owed.pk))

    owed.refresh_from_db()
    assert owed.state == "kept"
    assert number in shown(officer, "/complaints/?whose=mine") and number not in shown(
        officer, "/complaints/?whose=none"
    )
    assert officer.get("/complaints/?whose=everybody").status_code == 422


def test_a_case_from_feelings_to_the_customers_word(world: World, officer: Client, number: str) -> None:
    url = f"/complaints/{number}/"
    for fields in (
        {"act": "take"}, {"act": "contact", "reached": "1"}, {"act": "step", "step": "soothed"},
        {"act": "assess", "topic": "service/attitude", "wants": "给个说法", "means": "希望被尊重"},
    ):  # fmt: skip
        assert posted(officer, url, **fields).status_code in (200, 204, 302), fields
    page = shown(officer, f"{url}?tab=facts")
    assert "感受" in page and "等了四十分钟没人理" in page

    officer_posts = [
        {"act": "sort", "text": ["等了四十分钟", "态度很冷淡"], "part_kind": ["fact", "feeling"], "proposed": ["fact", "fact"]},
        {"act": "judge", "nth": "1", "verdict": "true", "note": "看了监控"},
        {"act": "stance", "stance": "ours", "finding": "门岗无人接待"},
        {"act": "propose", "remedy": "redo", "remedy_words": "今天15:00优先恢复数据"},
        {"act": "answer", "agrees": "1"}, {"act": "fulfil"},
    ]  # fmt: skip
    for fields in officer_posts:
        answer = posted(officer, url, **fields)
        assert answer.status_code in (200, 204, 302), (fields, answer.content.decode()[:300])
    assert Part.objects.get(nth=1).verdict == "true"

    early = posted(officer, url, act="close", word="satisfied")
    assert early.status_code == 409 and "责任人" in early.content.decode()
    posted(
        officer, url, act="improve", cause="门岗不知道流程", action="设接待牌", responsible=str(world.cast.east_manager.pk),
        until="2026-12-01",
    )  # fmt: skip
    posted(officer, url, act="close", word="satisfied", summary="当面致歉")
    assert Complaint.objects.get().state == "closed"
    for tab in ("talk", "facts", "remedy", "closing", "letters", "history"):
        assert "当面致歉" in shown(officer, f"{url}?tab={tab}") or tab != "history"
    assert number in shown(officer, "/complaints/?which=closed")
    assert f"/knowledge/new/?from={number}" in shown(officer, f"{url}?tab=closing")
    draft = shown(officer, f"/knowledge/new/?from={number}")
    assert "门岗不知道流程" in draft and "设接待牌" in draft and "今天15:00优先恢复数据" in draft and number in draft
    assert as_(world.cast.north_manager).get(f"/knowledge/new/?from={number}").status_code == 404


def test_the_improvement_is_carried_out_by_who_answers_for_it_wherever_he_works(
    world: World, officer: Client, number: str
) -> None:  # fmt: skip
    posted(officer, f"/complaints/{number}/", act="take")
    posted(officer, f"/complaints/{number}/", act="assess", topic="service/attitude", wants="给个说法", means="被尊重")
    posted(
        officer, f"/complaints/{number}/", act="improve", cause="门岗不知道流程", action="设接待牌",
        responsible=str(world.cast.east_manager.pk), until="2026-12-01", cause_key="process.no_rule",
    )  # fmt: skip
    made = Improvement.objects.get()
    assert (made.cause_key, made.complaint.cause) == ("process.no_rule", "process.no_rule")
    manager = as_(world.cast.east_manager)
    assert "设接待牌" in shown(manager, f"/complaints/improvements/{made.number}/")
    assert as_(world.cast.north_manager).get(f"/complaints/improvements/{made.number}/").status_code == 404

    posted(manager, f"/complaints/improvements/{made.number}/", act="done", proof="接待牌照片")
    assert posted(manager, f"/complaints/improvements/{made.number}/", act="works").status_code == 403
    assert "<svg viewBox" not in shown(manager, f"/complaints/improvements/{made.number}/")
    page = shown(officer, f"/complaints/improvements/{made.number}/")
    assert "改进前后" in page and "时间还短" in page and "84 天 0 件（每周 0.0 件）" in page
    assert page.count("<svg viewBox") == 2 and "成因“流程 · 没有规定”" in page
    posted(officer, f"/complaints/improvements/{made.number}/", act="works")

    made.refresh_from_db()
    assert made.works is True


def test_a_stale_tab_and_a_wrong_act_are_told(officer: Client, number: str) -> None:
    posted(officer, f"/complaints/{number}/", act="take", seen="1")

    assert posted(officer, f"/complaints/{number}/", act="contact", reached="1", seen="1").status_code == 409
    assert posted(officer, f"/complaints/{number}/", act="dance").status_code == 422
    assert officer.get(f"/complaints/{number}/?tab=none").status_code == 422


def test_evidence_and_received_papers_are_kept_with_the_case(world: World, officer: Client, number: str) -> None:
    posted(officer, f"/complaints/{number}/", act="take")
    sorting.sort_parts(number, [sorting.Sentence("门口没人", "fact")], by=world.cast.complaint_officer, at=NOW)
    photo = SimpleUploadedFile("gate.png", PIXEL, content_type="image/png")

    posted(officer, f"/complaints/{number}/", act="judge", nth="1", verdict="true", files=photo)

    [key] = [e.removeprefix("file:") for e in Part.objects.get().evidence]
    assert officer.get(f"/complaints/{number}/files/{key}/").status_code == 200
    assert as_(world.cast.east_technician).get(f"/complaints/{number}/files/{key}/").status_code == 403


@pytest.mark.parametrize("who", ["east_clerk", "east_technician", "stranger"])
def test_the_file_is_for_the_centre(world: World, who: str) -> None:
    assert as_(getattr(world.cast, who)).get("/complaints/").status_code == 403


def test_inbox_and_case_keep_to_their_budgets(world: World, officer: Client, number: str) -> None:
    for nth in range(6):
        made = taking.receive(Heard(f"第{nth}件", customer=world.li), by=world.cast.agent, at=NOW)
        handling.name_handler(made, world.cast.complaint_officer, by=world.cast.complaint_officer, at=NOW)
    within_budget("page.complaints", lambda: shown(officer, "/complaints/"))
    within_budget("page.complaint", lambda: shown(officer, f"/complaints/{number}/?tab=facts"))


def test_letters_are_written_from_templates_and_sent_with_proof(world: World, officer: Client, number: str) -> None:
    posted(officer, f"/complaints/{number}/", act="take")
    posted(officer, f"/complaints/{number}/", act="write", letter="decision")
    posted(officer, f"/complaints/{number}/", act="write", letter="acknowledgement")
    decision, acknowledgement = Letter.objects.order_by("pk")
    assert number in acknowledgement.text and "陈投诉" in acknowledgement.text and "{" not in acknowledgement.text

    assert sent(officer, decision, decision.text).status_code == 409
    assert sent(officer, acknowledgement, acknowledgement.text, proof="").status_code == 422
    assert sent(officer, acknowledgement, "").status_code == 422
    sent(officer, acknowledgement, acknowledgement.text, proof="SF123")

    acknowledgement.refresh_from_db()
    assert acknowledgement.sent_at is not None
    printed = officer.get(f"/complaints/{number}/letters/{acknowledgement.pk}/")
    assert printed.content[:5] == b"%PDF-"
    assert officer.get(f"/complaints/{number}/letters/999999/").status_code == 404


def test_a_letter_goes_out_with_what_had_better_not_be_said_only_for_a_reason(
    world: World, officer: Client, number: str
) -> None:  # fmt: skip
    posted(officer, f"/complaints/{number}/", act="take")
    posted(officer, f"/complaints/{number}/", act="write", letter="acknowledgement")
    letter = Letter.objects.get()
    harsh = f"{letter.text}\r\n公司就是这样规定的"
    assert "data-words" in shown(officer, f"/complaints/{number}/?tab=letters")

    posted(officer, f"/complaints/{number}/", act="reword", letter=str(letter.pk), **{f"text_{letter.pk}": harsh})
    stopped = sent(officer, letter, harsh)
    assert stopped.status_code == 422 and "不宜发给用户" in stopped.content.decode()
    assert sent(officer, letter, harsh, because="引用规定", proof="").status_code == 422
    letter.refresh_from_db()
    assert letter.sent_at is None and letter.text.endswith("公司就是这样规定的")
    assert not words.count_overridings()

    sent(officer, letter, harsh, because="应用户要求引用规定原文")
    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert words.count_overridings() == {"company_rules": 1}
    again = posted(officer, f"/complaints/{number}/", act="reword", letter=str(letter.pk), **{f"text_{letter.pk}": "x"})
    assert again.status_code == 409


def test_an_offer_is_said_in_words_that_may_be_said_or_with_a_reason(
    world: World, officer: Client, number: str
) -> None:  # fmt: skip
    url = f"/complaints/{number}/"
    for fields in ({"act": "take"}, {"act": "contact", "reached": "1"}, {"act": "assess", "topic": "service/attitude"}):
        posted(officer, url, **fields)
    assert "data-words" in shown(officer, f"{url}?tab=remedy")
    offer = {"act": "propose", "remedy": "apology", "remedy_words": "公司就是这样规定的"}

    assert posted(officer, url, **offer).status_code == 422
    assert not Remedy.objects.exists() and not words.count_overridings()
    assert posted(officer, url, **offer, remedy_words_because="引用规定原文").status_code == 302
    assert Remedy.objects.get().words == "公司就是这样规定的"
    assert words.count_overridings() == {"company_rules": 1}


def sent(officer: Client, letter: Letter, text: str, *, proof: str = "SF1", because: str = "") -> HttpResponse:
    field = f"text_{letter.pk}"
    return posted(
        officer, f"/complaints/{letter.complaint.number}/", act="send", letter=str(letter.pk), via="post", proof=proof,
        **{field: text, f"{field}_because": because},
    )  # fmt: skip


def test_the_record_card_and_the_board(world: World, officer: Client, number: str) -> None:
    assert officer.get(f"/complaints/{number}/card/").content[:5] == b"%PDF-"
    posted(officer, f"/complaints/{number}/", act="take")
    posted(officer, f"/complaints/{number}/", act="assess", topic="service/attitude")
    finding = {"act": "stance", "stance": "ours", "finding": "门岗无人接待"}
    assert posted(officer, f"/complaints/{number}/", **finding, cause_key="nobody").status_code == 422
    posted(officer, f"/complaints/{number}/", **finding, cause_key="process.no_rule")
    assert "承诺时限" in shown(officer, f"/complaints/{number}/")

    page = shown(officer, "/complaints/board/")
    assert "服务态度" in page and "30 分" in page and "1 小时（服务时间）" in page and "流程 · 没有规定" in page
    assert officer.get("/complaints/board/?span=7").status_code == 422


def test_every_figure_of_the_board_leads_to_its_rows(world: World, officer: Client, number: str) -> None:
    cast = world.cast
    solved = closing.solve_at_once(
        Heard("差一张发票", customer=world.li), remedy="gift", by=cast.agent, at=NOW - HOUR
    )  # fmt: skip
    handling.name_handler(number, cast.complaint_officer, by=cast.complaint_officer, at=NOW)
    posted(officer, f"/complaints/{number}/", act="assess", topic="service/attitude")
    old = taking.receive(Heard("早就说过", customer=world.li), by=cast.agent, at=NOW, happened_at=NOW - 300 * 24 * HOUR)
    page = html.unescape(shown(officer, "/complaints/board/"))

    links = dict.fromkeys(re.findall(r'href="(/(?:complaints|promises)/\?[^"]+)"', page))
    rows = {link.partition("&")[2]: shown(officer, link) for link in links}
    assert {"", "which=all", "which=all&how=at_once", "which=all&kind=service&sub=attitude"} <= set(rows)
    assert all(old not in row for row in rows.values())
    for asked, here, away in (
        ("", number, solved), ("which=all&how=at_once", solved, number), ("which=all&remedy=gift", solved, number),
        ("which=all&kind=service&sub=attitude", number, solved), ("which=all&reached=named_at", number, solved),
    ):  # fmt: skip
        assert here in rows[asked] and away not in rows[asked], asked
    assert number in rows["which=all"] and solved in rows["which=all"] and "全部" in rows["which=all"]
    for wrong in ("how=none", "span=7", "cause=x", "reached=x", "remedy=x", "sub=attitude"):
        assert officer.get(f"/complaints/?{wrong}").status_code == 422, wrong
    within_budget("page.complaint_board", lambda: shown(officer, "/complaints/board/"))


def test_a_mail_is_dropped_in_and_the_rest_fills_itself(world: World, officer: Client) -> None:
    mail = SimpleUploadedFile("来信.eml", MAIL, content_type="text/html")
    clerk = as_(world.cast.east_clerk)

    posted(clerk, "/complaints/new/", who="", words="", source="site", act="take", files=mail)

    found = Complaint.objects.get()
    page = shown(officer, f"/complaints/{found.number}/?tab=letters")
    assert "gu***@163.com" in page and "&lt;b&gt;" in page and "<b>等了" not in page
    again = posted(officer, "/complaints/new/", who="", words="", source="mail", act="take",
                   files=SimpleUploadedFile("a.eml", MAIL))  # fmt: skip
    assert found.number in again["Location"] and Complaint.objects.count() == 1
    wrong = posted(officer, "/complaints/new/", who="老周", words="没人理", source="mail", act="take",
                   files=SimpleUploadedFile("a.eml", b"no mail"))  # fmt: skip
    assert wrong.status_code == 422 and "不是邮件文件" in wrong.content.decode() and Complaint.objects.count() == 1


def test_a_letter_is_mailed_from_the_page_with_its_pdf(world: World, officer: Client) -> None:
    mail = SimpleUploadedFile("来信.eml", MAIL, content_type="text/html")
    posted(officer, "/complaints/new/", who="", words="", source="mail", act="take", files=mail)
    url = f"/complaints/{Complaint.objects.get().number}/?tab=letters"
    assert "来信人是谁" in shown(officer, url)
    posted(officer, url, act="take")
    posted(officer, url, act="write", letter="acknowledgement", language="en")
    letter = Letter.objects.get()
    fields = {"act": "mail", "letter": str(letter.pk), f"text_{letter.pk}": letter.text}

    assert posted(officer, url, **fields, to="").status_code == 422
    harsh = {f"text_{letter.pk}": f"{letter.text}\n公司就是这样规定的"}
    assert posted(officer, url, **{**fields, **harsh}, to=f"paper:{Paper.objects.get().pk}").status_code == 422
    assert OutboxMessage.objects.count() == 0
    posted(officer, url, **fields, to=f"paper:{Paper.objects.get().pk}")

    page, message = shown(officer, url), OutboxMessage.objects.get()
    assert "发送中" in page and "换其他方式寄发" in page and "以邮件发出" not in page
    assert files.file(message.enclosed[0], by=world.cast.complaint_officer).media == "application/pdf"
    outbox.send(message=message.pk, at=NOW)
    mailing.note_fate(message.key, at=NOW)
    assert "寄出的原件" in shown(officer, url)


def test_things_are_added_to_the_case_and_taken_out(world: World, officer: Client, number: str) -> None:
    url = f"/complaints/{number}/"
    posted(officer, url, act="link", thing=world.hood)
    posted(officer, url, act="link", thing="", colleague=str(world.cast.east_manager.pk))
    page = shown(officer, url)
    assert world.hood in page and world.cast.east_manager.name in page

    assert posted(officer, url, act="link", thing="WO-1").status_code == 422
    assert posted(officer, url, act="link", thing=world.hood).status_code == 409
    posted(officer, url, act="unlink", kind="machine", thing=world.hood)
    assert posted(officer, url, act="unlink", kind="machine", thing=world.hood).status_code == 404


def test_a_visit_goes_to_the_chosen_site_and_window(world: World, officer: Client, number: str) -> None:
    url = f"/complaints/{number}/visit/"
    page = shown(as_(world.cast.dispatcher), f"/complaints/{number}/?tab=remedy")
    assert url not in page  # neither handler nor owner
    page, address = shown(officer, url), str(first_addresses([world.li])[world.li])
    chosen = re.search(r'name="window" value="([^"]+~[^"]+)"', page)
    site = re.search(r'name="site" value="([^"]+)" checked', page)
    assert chosen and site and "data-main" in page
    assert site[1] in shown(
        officer, f"{url}offer/?machine={world.hood}&kind=repair&address_id={address}&site={site[1]}"
    )
    form = {"machine": world.hood, "kind": "repair", "site": site[1], "window": chosen[1], "fault": "返工检查"}

    assert posted(officer, url, **{**form, "fault": " "}).status_code == 422
    assert posted(officer, url, **{**form, "window": "tomorrow"}).status_code == 422
    assert posted(officer, url, **form, address_id=address).status_code == 302
    assert "WO-" in shown(officer, f"/complaints/{number}/?tab=remedy")
    within_budget("page.complaint_visit", lambda: shown(officer, url))


def test_the_technician_takes_one_in_at_the_door_and_does_not_read_it_afterwards(world: World) -> None:
    order = care.ordered(world, world.hood, NOW - 2 * HOUR)
    window = next(w for w in list_windows(NOW.date(), 1) if w.start > NOW)
    dispatching.dispatch(
        order, site=world.net.east, window=Window(window.start, window.end), by=world.cast.dispatcher, at=NOW - 2 * HOUR
    )
    dispatching.accept(order, by=world.cast.east_clerk, at=NOW - HOUR)
    booking.assign_technician(order, technician=world.cast.east_technician.pk, by=world.cast.east_clerk, at=NOW - HOUR)
    phone = as_(world.cast.east_technician)
    assert "投诉" in shown(phone, f"/field/orders/{order}/complaint/")

    posted(phone, f"/field/orders/{order}/complaint/", words="上次修完三天就坏了")

    found = Complaint.objects.get()
    assert (found.source, found.about, found.customer_id) == ("technician", order, world.li)
    assert as_(world.cast.north_technician).get(f"/field/orders/{order}/complaint/").status_code == 404
