"""Knowledge is written down where it is learnt, decided about, found, used with a customer and looked over in time."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.knowledge.actions import articles as actions
from liuke.areas.knowledge.actions.articles import ArticleDraft
from liuke.areas.knowledge.actions.uses import note_use
from liuke.areas.knowledge.models import Article, ArticleText, ArticleUse
from liuke.areas.knowledge.queries import articles
from liuke.areas.knowledge.rules.articles import Step
from liuke.areas.products.actions import catalogue
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import people, products, quality
from tests.given.care import HANDBOOK
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)
TREE = (Step("net", "滤网洗过吗？", "end", "solved"), Step("end", "还是吸不动吗？", "visit", "solved"))
DRAFT = ArticleDraft(
    kind="fault_tree", title="吸力变小怎么办", steps=TREE, lines=["hood"], fault_codes=["e 3"], signs=["吸不动"]
)


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    """The rules of knowledge alone are in force: nothing else is owed here."""
    cast = people.cast(AT)
    products.catalogue(cast, AT)
    shutil.copy(HANDBOOK / "88-knowledge.toml", tmp_path)
    load([tmp_path], by=cast.administrator, at=AT)
    return cast


@pytest.fixture
def editor(cast: Cast) -> Actor:
    return quality.judges(AT).quality


def in_force(cast: Cast, editor: Actor, draft: ArticleDraft = DRAFT) -> str:
    number = actions.draft_article(draft, by=cast.agent, at=AT, source="WO-000318")
    actions.publish_article(number, draft, owner=cast.lead, by=editor, at=AT)
    return number


def draft(**change: object) -> ArticleDraft:
    return ArticleDraft(**{**DRAFT.__dict__, **change})


def id_of(number: str) -> int:
    return int(Article.objects.get(number=number).pk)


def owed(number: str) -> list[str]:
    return sorted(Promise.objects.filter(about=number, ended_at=None).values_list("what", flat=True))


def test_a_draft_is_owed_a_decision_and_what_is_in_force_a_look_by_its_date(cast: Cast, editor: Actor) -> None:
    number = actions.draft_article(DRAFT, by=cast.agent, at=AT, source="WO-000318")
    assert owed(number) == ["decide-draft"]
    actions.publish_article(number, DRAFT, owner=cast.lead, review_on=date(2027, 3, 1), by=editor, at=AT + DAY)
    promise = Promise.objects.get(about=number, what="review-article")
    assert (promise.owner_id, promise.due_at.astimezone(clock.LOCAL).date()) == (cast.lead.pk, date(2027, 3, 1))

    actions.review_article(number, review_on=date(2027, 9, 1), by=cast.lead, at=AT + 2 * DAY)
    due = Promise.objects.get(about=number, ended_at=None)
    assert due.due_at.astimezone(clock.LOCAL).date() == date(2027, 9, 1)
    actions.retire_article(number, because="机型停产", by=editor, at=AT + 3 * DAY)
    assert owed(number) == []


def test_each_version_stays_as_it_was(cast: Cast, editor: Actor) -> None:
    number = in_force(cast, editor)
    again = ArticleDraft(**{**DRAFT.__dict__, "title": "吸力小"})
    assert actions.publish_article(number, again, owner=cast.lead, by=editor, at=AT, seen=2) == 3
    assert [(v.version, v.title) for v in articles.list_versions(number, by=editor)] == [
        (3, "吸力小"), (2, "吸力变小怎么办"), (1, "吸力变小怎么办"),
    ]  # fmt: skip
    with pytest.raises(Stale):
        actions.publish_article(number, again, owner=cast.lead, by=editor, at=AT, seen=2)


@pytest.mark.parametrize("said", ["吸力", "变小怎", "xili", "xlbx", "E3", "吸不动", "滤网"])
def test_it_is_found_by_two_characters_pinyin_initials_and_code(cast: Cast, editor: Actor, said: str) -> None:
    number = in_force(cast, editor)
    other = in_force(cast, editor, ArticleDraft(kind="policy", title="收费口径", body="按价目表"))
    found = [row.number for row in articles.list_articles(by=cast.agent, text=said)]
    assert number in found
    assert other not in found


def test_hotline_words_bring_the_tree_and_each_walk_counts_once_for_a_call(cast: Cast, editor: Actor) -> None:
    number = in_force(cast, editor)
    assert [r.number for r in articles.suggest("油烟机吸不动了", lines={"hood"}, by=cast.agent)] == [number]
    assert articles.suggest("油烟机吸不动了", lines={"washer"}, by=cast.agent) == ()
    row = articles.get_article(number, by=cast.agent)
    assert articles.walk(row, "").step == TREE[0]
    assert articles.walk(row, "yy").end == "visit"
    assert articles.walk(row, "nyyy").asked == (("滤网洗过吗？", False),)

    assert note_use(number, about="R-000001", outcome="solved", path="n", by=cast.agent, at=AT)
    assert not note_use(number, about="R-000001", outcome="solved", path="n", by=cast.agent, at=AT)
    note_use(number, about="R-000002", outcome="ordered", path="yy", by=cast.agent, at=AT)
    row = articles.get_article(number, by=cast.agent)
    assert (row.solved, row.ordered) == (1, 1)
    assert Event.objects.filter(kind="knowledge.article.used", subject=number).count() == 2


def test_the_models_own_article_comes_first_and_another_models_not_at_all(cast: Cast, editor: Actor) -> None:
    other = products.HOOD.replace("268", "300")
    catalogue.add_model(other, name="T6", line="hood", by=cast.administrator, at=AT)
    own = in_force(cast, editor, draft(title="T5 油烟机", signs=[], model_codes=["cxw-268-t5 "], level="public"))
    line = in_force(cast, editor, draft(level="public"))
    foreign = in_force(cast, editor, draft(model_codes=[other], level="public"))

    def offered(*models: str) -> list[str]:
        return [row.number for row in articles.suggest("油烟机吸不动", lines={"hood"}, models=models, by=cast.agent)]

    assert offered(products.HOOD) == [own, line]
    assert offered() == [line, foreign, own]
    assert [row.number for row in articles.list_public("hood", model=products.HOOD)] == [own, line]
    for before, found in ((0, [own, line]), (id_of(own), [line]), (id_of(line), [])):
        rows = articles.list_articles(by=cast.agent, text=" cxw-268-t5", before=before)
        assert [row.number for row in rows] == found
    assert own in [row.number for row in articles.list_articles(by=cast.agent, text="268")]


def test_models_bring_their_lines_and_stay_with_their_version(cast: Cast, editor: Actor) -> None:
    number = in_force(cast, editor, draft(lines=[], model_codes=[products.HOOD, products.STOVE]))
    assert articles.get_article(number, by=editor).lines == ("hood", "stove")
    actions.publish_article(number, DRAFT, owner=cast.lead, by=editor, at=AT)
    told = [version.model_codes for version in articles.list_versions(number, by=editor)]
    assert told == [(), (products.HOOD, products.STOVE), (products.HOOD, products.STOVE)]


def test_each_sees_what_is_for_him(cast: Cast, editor: Actor) -> None:
    centre = in_force(cast, editor, ArticleDraft(**{**DRAFT.__dict__, "level": "centre"}))
    network = in_force(cast, editor)
    public = in_force(
        cast, editor, ArticleDraft(kind="how_to", title="滤网怎么洗", body="温水", level="public", lines=["hood"])
    )
    draft = actions.draft_article(DRAFT, by=cast.agent, at=AT)
    seen = {row.number for row in articles.list_articles(by=cast.east_technician)}
    assert seen == {network, public}
    for hidden in (centre, draft):
        with pytest.raises(Missing):
            articles.get_article(hidden, by=cast.east_clerk)
    assert [row.number for row in articles.list_public("hood")] == [public]


def test_who_may_not_decide_is_refused(cast: Cast, editor: Actor) -> None:
    number = actions.draft_article(DRAFT, by=cast.agent, at=AT)
    for act in (
        lambda: actions.publish_article(number, DRAFT, owner=cast.agent, by=cast.agent, at=AT),
        lambda: actions.retire_article(number, because="x", by=cast.agent, at=AT),
        lambda: actions.draft_article(DRAFT, by=cast.stranger, at=AT),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Refused):
        note_use(number, about="R-000001", outcome="solved", by=cast.agent, at=AT)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}), ("kind", {"kind": "song"}), ("level", {"level": "secret"}),
        ("lines", {"lines": ["boat"]}), ("tree", {"steps": ()}), ("tree", {"steps": (Step("a", "?", "b", "solved"),)}),
        ("tree", {"steps": (TREE[0], TREE[1], Step("lost", "走不到", "visit", "visit"))}),
        ("body", {"kind": "policy", "body": ""}), ("model_codes", {"model_codes": ["NO-1"]}),
        ("model_codes", {"model_codes": [products.STOVE]}),
        ("model_codes", {"lines": ["hood", "stove"], "model_codes": [products.HOOD]}),
        ("model_codes", {"model_codes": [f"A{n}" for n in range(31)]}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_beside_its_field(cast: Cast, field: str, change: dict[str, object]) -> None:
    with pytest.raises(Invalid) as said:
        actions.draft_article(ArticleDraft(**{**DRAFT.__dict__, **change}), by=cast.agent, at=AT)
    assert set(said.value.fields) == {field}
    assert not Article.objects.exists()


def test_the_house_brings_its_trees_once(cast: Cast) -> None:
    assert actions.load_seed(owner=cast.manager, by=cast.administrator, at=AT) > 10
    assert actions.load_seed(owner=cast.manager, by=cast.administrator, at=AT) == 0
    assert articles.list_articles(by=cast.agent, text="油烟机", kind="fault_tree")


def test_a_tree_reads_as_it_is_written() -> None:
    assert articles.read_tree(articles.written_tree(TREE)) == TREE
    for wrong in ("a | 问", "a | 问 | a | solved", "solved | 问 | visit | visit"):
        with pytest.raises(Invalid):
            articles.read_tree(wrong)


def test_the_tables_hold_what_they_promise(cast: Cast, editor: Actor) -> None:
    article = Article.objects.get(number=in_force(cast, editor))
    wrong = [
        {"kind": "song"}, {"level": "secret"}, {"state": "lost"}, {"title": ""}, {"review_on": None}, {"steps": []},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**change)
    use = {"article": article, "version": 1, "about": "R-1", "at": AT, "by": editor}
    makes = [
        lambda: ArticleUse.objects.create(outcome="lost", **use),
        lambda: [ArticleUse.objects.create(outcome="solved", **use) for _ in range(2)],
        lambda: ArticleText.objects.create(article=article, version=1, title="x", at=AT, by=editor),
    ]
    for make in makes:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
