"""Words that go out, standard phrases, articles: what the pages show, do and refuse."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from liuke.areas.complaints.actions import taking
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.knowledge.actions import articles as actions
from liuke.areas.knowledge.models import Article, ArticleUse, Overriding
from liuke.areas.knowledge.queries import words
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.service.actions import dispatching
from liuke.areas.service.queries.names import Window
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.models import Actor
from liuke.web.desk.knowledge.learning import learnt_from
from tests.given import care, customers, people, products
from tests.given.people import Cast
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cast = people.cast(NOW)
    products.catalogue(cast, NOW)
    return cast


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    boss = queries.system_actor(Actor.Kind.IMPORT, "given")
    return identity.add_person(username="pinzhi", name="沈品质", roles=["quality_manager"], by=boss, at=NOW)


@pytest.fixture
def trees(cast: Cast) -> None:
    actions.load_seed(owner=cast.lead, by=cast.administrator, at=NOW)


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def checked(browser: Client, text: str, **more: str) -> str:
    answer = browser.post("/words/check/", {"text": text, "field": "reason", **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_text_is_checked_while_typed_with_reason_and_better_words(cast: Cast) -> None:
    browser = as_(cast.agent)
    told = checked(browser, "公司就是這樣規定的，我们尽快给您回复。", customer="C-000001", about="WO-000318")
    assert "公司就是這樣規定的" in told
    assert 'data-from="0"' in told
    assert words.get_wording("company_rules").better.zh in told
    assert "/promises/new/?customer=C-000001" in told
    assert checked(browser, "您好，师傅今天下午上门。").strip() == ""
    assert browser.post("/words/check/", {"text": "好" * 20_001}).status_code == 422


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>公司就是这样规定的", "\u202e公司就是这样规定的\u202c", "公\u200b司就是这样规定的"],
)
def test_hostile_text_is_found_and_shown_as_text(cast: Cast, text: str) -> None:
    told = checked(as_(cast.agent), text)
    assert "words-found" in told
    assert "<script>" not in told


def test_standard_phrases_come_filled_with_the_customers_values(cast: Cast) -> None:
    known = customers.known(cast, NOW)
    from liuke.areas.customers.models import Customer

    code = Customer.objects.get(pk=known.li).code
    told = shown(as_(cast.agent), f"/words/phrases/?customer={code}&about=WO-000318")
    assert "李秀英您好" in told
    assert "WO-000318" in told
    assert "〔预约时段〕" in told


def test_phrases_for_a_complaint_are_filled_from_the_order_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    world = care.world(NOW - timedelta(hours=3))
    order = care.ordered(world, world.hood, NOW - timedelta(hours=2))
    window = list_windows(clock.local(NOW).date() + timedelta(days=1), 1)[0]
    dispatching.dispatch(
        order, site=world.net.east, window=Window(window.start, window.end), by=world.cast.dispatcher, at=NOW
    )
    about = taking.receive(Heard("师傅没来", customer=world.li, about=order), by=world.cast.agent, at=NOW)
    code = get_brief(world.li, by=world.cast.agent).code
    browser = as_(world.cast.complaint_officer)
    told = shown(browser, f"/words/phrases/?customer={code}&about={about}")
    assert "您的油烟机在保修期内" in told
    assert "〔预约时段〕" not in told
    assert "您的油烟机在保修期内" in shown(browser, f"/words/phrases/?customer={code}&about=RC-000001")
    assert "〔称呼〕" in shown(browser, "/words/phrases/?customer=C-999999&about=WO-999999")


def test_those_who_keep_the_words_change_them_and_others_read(cast: Cast, keeper: Actor) -> None:
    assert as_(cast.agent).get("/knowledge/words/company_rules/").status_code == 403
    assert "公司规定" not in shown(as_(cast.agent), "/knowledge/words/")
    browser = as_(keeper)
    form = {
        "kind": "phrase", "patterns": "亲亲", "reason_zh": "轻浮", "reason_en": "Frivolous", "better_zh": "您好",
        "better_en": "good day", "at_least": "1", "is_used": "1",
    }  # fmt: skip
    assert posted(browser, "/knowledge/words/new/", key="pet_names", **form).status_code == 302
    assert [f.rule for f in words.check("亲亲您好")] == ["pet_names"]
    again = posted(browser, "/knowledge/words/pet_names/", seen="0", **form)
    assert again.status_code == 409
    wrong = posted(browser, "/knowledge/words/pet_names/", seen="1", **{**form, "patterns": "看("})
    assert wrong.status_code == 422
    assert posted(browser, "/knowledge/phrases/hello/", seen="0", situation="opening", text="{salutation}好",
                  is_used="1").status_code == 302  # fmt: skip
    assert "李秀英" not in shown(browser, "/knowledge/phrases/")


def test_an_article_goes_from_draft_to_force_and_is_found_in_the_one_search(cast: Cast, keeper: Actor) -> None:
    writer, editor = as_(cast.agent), as_(keeper)
    form = {
        "kind": "fault_tree", "title": "灶具打不着火", "tree": "gas | 有气吗？ | visit | solved", "level": "network",
        "lines": "stove", "fault_codes": "E7", "signs": "打不着",
    }  # fmt: skip
    made = posted(writer, "/knowledge/new/", **form)
    assert made.status_code == 302, made.content.decode()[:600]
    number = Article.objects.get(title="灶具打不着火").number
    assert as_(cast.agent).get(f"/knowledge/{number}/edit/").status_code == 403
    put = posted(editor, f"/knowledge/{number}/edit/", seen="1", owner=str(cast.lead.pk), **form)
    assert put.status_code == 302, put.content.decode()[:600]
    for said in ("打不", "dbz", "E7"):
        assert number in shown(writer, f"/knowledge/?q={said}")
    assert "灶具打不着火" in shown(writer, "/search/?q=打不着火")
    assert "已恢复正常" in shown(writer, f"/knowledge/{number}/?answers=n")
    bad = posted(
        editor,
        f"/knowledge/{number}/edit/",
        seen="2",
        owner=str(cast.lead.pk),
        **{**form, "tree": "gas | 有气吗？ | x | solved"},
    )
    assert bad.status_code == 422
    assert posted(editor, f"/knowledge/{number}/", act="retire", because="停产", seen="2").status_code == 302
    assert number not in shown(writer, "/knowledge/?q=打不")


def test_the_hotline_is_offered_the_tree_and_walks_it(cast: Cast, trees: None) -> None:
    browser = as_(cast.agent)
    offered = shown(browser, "/knowledge/suggested/?fault=洗衣机不排水显示E2&line=washer")
    article = Article.objects.get(seed_key="washer_no_drain")
    assert article.number in offered
    first = shown(browser, f"/knowledge/{article.number}/steps/")
    assert "排水管" in first
    assert f'name="article" value="{article.number}"' in first
    assert 'value="solved:operation"' in shown(browser, f"/knowledge/{article.number}/steps/?answers=yy")
    assert browser.get("/knowledge/KN-999999/steps/").status_code == 404


def test_models_are_written_found_and_offered_for_the_machine_at_hand(cast: Cast, keeper: Actor, trees: None) -> None:
    writer, editor = as_(cast.agent), as_(keeper)
    form = {
        "kind": "fault_tree", "title": "D8 排水泵", "tree": "pump | 泵响吗？ | visit | solved", "level": "network",
        "lines": "washer", "model_codes": products.WASHER.lower(),
    }  # fmt: skip
    wrong = posted(writer, "/knowledge/new/", **{**form, "model_codes": "XQG-0"})
    assert wrong.status_code == 422
    assert "没有型号“XQG-0”" in wrong.content.decode()
    assert posted(writer, "/knowledge/new/", **form).status_code == 302
    number = Article.objects.get(title="D8 排水泵").number
    assert f'value="{products.WASHER}"' in shown(editor, f"/knowledge/{number}/edit/")
    assert posted(editor, f"/knowledge/{number}/edit/", seen="1", owner=str(cast.lead.pk), **form).status_code == 302
    assert shown(writer, f"/knowledge/{number}/").count(products.WASHER) == 3  # the facts and both versions
    assert number in shown(writer, f"/search/?q={products.WASHER}")
    machine = products.machine(cast, customers.li(cast, NOW), NOW, model=products.WASHER)
    offered = shown(writer, f"/knowledge/suggested/?fault=洗衣机不排水显示E2&machine={machine}")
    drain = Article.objects.get(seed_key="washer_no_drain").number
    assert "本型号" in offered
    assert offered.index("D8 排水泵") < offered.index(drain)


def test_what_a_case_teaches_is_for_its_model(cast: Cast, keeper: Actor) -> None:
    machine = products.machine(cast, customers.li(cast, NOW), NOW)
    case = taking.receive(Heard("用了两周就漏油", about=machine), by=cast.agent, at=NOW)
    draft = learnt_from(case, by=keeper, at=NOW)
    assert (draft.lines, draft.model_codes) == (["hood"], [products.HOOD])


def test_what_an_order_teaches_is_for_its_model() -> None:
    world = care.world(NOW - timedelta(hours=3))
    order = care.ordered(world, world.hood, NOW - timedelta(hours=2))
    about = taking.receive(Heard("师傅没来", about=order), by=world.cast.agent, at=NOW)
    for number in (order, about):
        draft = learnt_from(number, by=world.cast.complaint_officer, at=NOW)
        assert (draft.lines, draft.model_codes) == (["hood"], [products.HOOD])


def test_pages_stay_within_their_budgets(cast: Cast, keeper: Actor, trees: None) -> None:
    browser = as_(keeper)
    number = Article.objects.get(seed_key="hood_weak").number
    for name, url in (
        ("desk.knowledge", "/knowledge/"), ("desk.article", f"/knowledge/{number}/"),
        ("desk.wordings", "/knowledge/words/"), ("desk.phrases", "/knowledge/phrases/"),
    ):  # fmt: skip
        browser.get(url)
        within_budget(name, lambda url=url: shown(browser, url))


def test_only_what_is_let_out_with_a_reason_is_counted(cast: Cast) -> None:
    from django.http import QueryDict
    from django.test import RequestFactory

    from liuke.foundation.faults import Invalid
    from liuke.web.desk.words import let_out

    def asked(**said: str) -> object:
        request = RequestFactory().post("/")
        request.POST = QueryDict(mutable=True)
        request.POST.update(said)
        request.by, request.at = cast.agent, NOW  # type: ignore[attr-defined]
        return request

    assert let_out(asked(reason="师傅今天下午上门"), "reason", about="RC-1", where="claim")  # type: ignore[arg-type]
    with pytest.raises(Invalid) as said:
        let_out(asked(reason="公司就是这样规定的"), "reason", about="RC-1", where="claim")  # type: ignore[arg-type]
    assert set(said.value.fields) == {"reason"}
    assert not Overriding.objects.exists()
    let_out(asked(reason="公司就是这样规定的", reason_because="引用原话"), "reason", about="RC-1", where="claim")  # type: ignore[arg-type]
    assert words.count_overridings() == {"company_rules": 1}
    assert not ArticleUse.objects.exists()
