"""Words are data: changed version by version by those who keep them, counted where they went out all the same (H24)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.knowledge.actions import words as actions
from liuke.areas.knowledge.actions.words import WordingDraft
from liuke.areas.knowledge.models import Overriding, Phrase, WordingText
from liuke.areas.knowledge.queries import phrases, words
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.models import Event
from tests.given import people, quality
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
DRAFT = WordingDraft(
    kind="phrase", reason=Words("显得轻浮", "It sounds frivolous"), better=Words("您好", "good day"),
    patterns=["亲亲", "亲[们]稍等"],
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return people.cast(AT)


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return quality.judges(AT).quality


def test_a_new_wording_is_found_from_the_next_text_on_and_can_be_put_out_of_use(keeper: Actor) -> None:
    assert words.check("亲亲，今天办好") == ()
    assert actions.set_wording("pet_names", DRAFT, by=keeper, at=AT) == 1
    (found,) = words.check("亲亲，今天办好")
    assert (found.rule, found.better.zh) == ("pet_names", "您好")

    unused = WordingDraft(**{**DRAFT.__dict__, "is_used": False})
    assert actions.set_wording("pet_names", unused, by=keeper, at=AT, seen=1) == 2
    assert words.check("亲亲，今天办好") == ()
    assert [v.version for v in words.versions_of("pet_names")] == [2, 1]
    assert Event.objects.filter(kind="knowledge.wording.changed", subject="pet_names").count() == 2


def test_what_the_company_writes_stands_over_what_the_house_brings(keeper: Actor) -> None:
    assert words.check("公司就是这样规定的")
    actions.set_wording("company_rules", WordingDraft(**{**DRAFT.__dict__, "is_used": False}), by=keeper, at=AT)
    assert words.find_stopping("公司就是这样规定的") == ()
    assert words.get_wording("company_rules").version == 1


def test_only_those_who_keep_the_words_change_them(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.set_wording("pet_names", DRAFT, by=cast.agent, at=AT)
    with pytest.raises(Forbidden):
        actions.set_phrase("bye", situation="closing", text="再见", by=cast.agent, at=AT)


def test_two_who_change_one_wording_are_told_of_each_other(keeper: Actor) -> None:
    actions.set_wording("pet_names", DRAFT, by=keeper, at=AT, seen=0)
    with pytest.raises(Stale):
        actions.set_wording("pet_names", DRAFT, by=keeper, at=AT, seen=0)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("patterns", {"patterns": []}), ("patterns", {"patterns": ["看(", "x"]}), ("unless", {"unless": ["~~"]}),
        ("kind", {"kind": "rude"}), ("reason", {"reason": Words("", "")}), ("better", {"better": Words("好", "")}),
    ],
)  # fmt: skip
def test_what_could_not_work_is_refused_beside_its_field(keeper: Actor, field: str, change: dict[str, object]) -> None:
    with pytest.raises(Invalid) as said:
        actions.set_wording("pet_names", WordingDraft(**{**DRAFT.__dict__, **change}), by=keeper, at=AT)
    assert set(said.value.fields) == {field}


def test_a_text_that_goes_out_all_the_same_is_counted_with_its_reason(cast: Cast) -> None:
    found = words.check("公司就是这样规定的，我们尽快给您回复")
    with pytest.raises(Invalid):
        actions.override("CL-000001", found, because=" ", by=cast.agent, at=AT)
    actions.override("CL-000001", found, because="引用用户原话", where="letter", by=cast.agent, at=AT)
    assert words.count_overridings(AT) == {"company_rules": 1, "promise_soon": 1}
    told = Event.objects.get(kind="knowledge.words.overridden")
    assert told.personal is not None and told.personal["because"] == "引用用户原话"
    assert "公司" not in str(told.facts)


def test_phrases_are_filled_with_what_is_known_and_hold_no_forbidden_words(keeper: Actor) -> None:
    hello = phrases.get_phrase("hello")
    assert (
        phrases.fill(hello.text, {"salutation": "李女士", "agent": "王芳"})
        == "李女士您好，我是〔公司名称〕客服中心的王芳。"
    )
    for one in phrases.list_phrases():
        assert words.check(phrases.fill(one.text, {"window": "今天 14:00–16:00"})) == (), one.key
    for text in ("公司就是这样规定的", "您好{name}", "您好{", ""):
        with pytest.raises(Invalid):
            actions.set_phrase("bad", situation="closing", text=text, by=keeper, at=AT)
    actions.set_phrase("hello", situation="opening", text="{salutation}您好！", by=keeper, at=AT)
    assert phrases.get_phrase("hello").version == 1


def test_the_tables_hold_what_they_promise(keeper: Actor) -> None:
    kept = {"told": {}, "kind": "phrase", "at": AT, "by": keeper}
    wrong = [
        lambda: WordingText.objects.create(key="a", version=1, is_current=False, **{**kept, "kind": "rude"}),
        lambda: [WordingText.objects.create(key="b", version=1, is_current=c, **kept) for c in (True, False)],
        lambda: [WordingText.objects.create(key="c", version=v, **kept) for v in (1, 2)],
        lambda: Phrase.objects.create(key="d", version=1, situation="closing", text="", at=AT, by=keeper),
        lambda: Phrase.objects.create(key="d", version=1, situation="rude", text="x", at=AT, by=keeper),
        lambda: [Phrase.objects.create(key="e", version=1, is_current=c, situation="closing", text="x", at=AT, by=keeper)
                 for c in (True, False)],
        lambda: [Phrase.objects.create(key="f", version=v, situation="closing", text="x", at=AT, by=keeper)
                 for v in (1, 2)],
        lambda: Overriding.objects.create(rules=[], at=AT, by=keeper),
    ]  # fmt: skip
    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
