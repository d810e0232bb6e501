"""Two files of one customer: the list, the comparison, the merge and the way back, in the browser's forms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.areas.customers.actions import contacts, filing, judging, keeping, merging
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.actions.pairing import find_pairs
from liuke.areas.customers.models import Customer, DuplicatePair, Merge
from liuke.areas.customers.queries.file import get_file
from liuke.foundation import clock
from tests.given import customers, people
from tests.given.customers import Known
from tests.given.people import Cast
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


@pytest.fixture
def known(cast: Cast) -> Known:
    return customers.known(cast, clock.now())


@pytest.fixture
def twin(cast: Cast, known: Known) -> int:
    """李秀英 again, from a platform: the same phone and contact, another address, an important secret."""
    return filing.register(
        kind="household", name="李秀瑛", contacts=[NewContact("李秀英", "本人", phones=[customers.LI_PHONE])],
        addresses=[NewAddress("宁波市鄞州区百丈路1号5栋77室", customers.EAST)], grade="B", secrecy="important",
        source="jd", by=cast.lead, at=clock.now(),
    )  # fmt: skip


def code_of(pk: int) -> str:
    return Customer.objects.get(pk=pk).code


def place(known: Known, twin: int) -> str:
    return f"/customers/{code_of(known.li)}/merge/?with={code_of(twin)}"


def form(known: Known, twin: int, **more: object) -> dict[str, object]:
    """What the comparison sends as it comes."""
    first, second = Customer.objects.get(pk=known.li), Customer.objects.get(pk=twin)
    return {"with": second.code, "seen_first": first.version, "seen_second": second.version, **more}


def test_the_nights_list_leads_to_the_comparison_and_tells_apart_with_one_click(
    cast: Cast, known: Known, twin: int
) -> None:
    find_pairs(at=clock.now())
    client = as_(cast.agent)

    text = client.get("/duplicates/").content.decode()

    assert code_of(known.li) in text and code_of(twin) in text and "姓名读音相同" in text or "姓名相同" in text
    assert f"/customers/{code_of(known.li)}/merge/?with={code_of(twin)}" in text
    answer = posted(client, "/duplicates/apart/", first=code_of(twin), second=code_of(known.li))
    assert answer.status_code == 302
    assert "没有疑似重复的档案" in client.get("/duplicates/").content.decode()


def test_an_empty_list_says_when_it_was_looked_through(cast: Cast) -> None:
    text = as_(cast.agent).get("/duplicates/").content.decode()
    assert "首次" in text


def test_the_comparison_shows_conflicts_first_and_what_stands_twice(cast: Cast, known: Known, twin: int) -> None:
    text = as_(cast.lead).get(place(known, twin)).content.decode()

    assert text.index("李秀瑛") < text.index("138****2203")
    assert text.count("另一份档案中也有") == 1, "the contact of the same name and number"
    assert [text.index(f'name="{name}"') for name in ("name", "grade")] < [text.index('name="keep"')] * 2
    assert 'name="kind"' not in text, "nothing to choose where both are alike"


def test_grade_and_secrecy_are_chosen_by_those_who_may_set_them(cast: Cast, known: Known, twin: int) -> None:
    text = as_(cast.agent).get(place(known, twin)).content.decode()

    assert 'name="grade"' not in text and 'name="secrecy"' not in text and 'name="name"' in text
    assert "商密·重要" in text, "it says which level will hold"


def test_a_merge_takes_the_chosen_values_and_drops_what_is_not_ticked(cast: Cast, known: Known, twin: int) -> None:
    theirs = get_file(twin, by=cast.lead)
    shown = [f"contact:{theirs.contacts[0].id}", f"address:{theirs.addresses[0].id}"]
    said = form(known, twin, name="theirs", grade="ours", shown=shown, keep=shown[1:])

    answer = posted(as_(cast.lead), place(known, twin), **said)

    assert answer["Location"] == f"/customers/{code_of(known.li)}/"
    file = get_file(known.li, by=cast.lead)
    assert (file.brief.name, file.brief.grade) == ("李秀瑛", "A")
    assert [c.name for c in file.contacts] == ["李秀英", "李强"]
    assert len(file.addresses) == 2


def test_a_second_click_and_a_slower_colleague_are_told(cast: Cast, known: Known, twin: int) -> None:
    said = form(known, twin)
    posted(as_(cast.lead), place(known, twin), **said)
    again = posted(as_(cast.agent), place(known, twin), **said)
    assert again.status_code == 422 and "已是同一客户" in again.content.decode()
    assert Merge.objects.count() == 1


def test_a_stale_tab_is_told_and_nothing_is_merged(cast: Cast, known: Known, twin: int) -> None:
    said = form(known, twin)
    keeping.change(twin, {"name": "李秀荣"}, version=1, by=cast.agent, at=clock.now())
    answer = posted(as_(cast.lead), place(known, twin), **said)
    assert answer.status_code == 409 and "请重新对照" in answer.content.decode()
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen_first": "x"},
        {"seen_second": ""},
        {"shown": ["contact:99999999"]},
        {"with": "C-999999"},
        {"with": ""},
    ],
)
def test_what_cannot_be_meant_is_refused(cast: Cast, known: Known, twin: int, wrong: dict[str, object]) -> None:
    answer = posted(as_(cast.lead), place(known, twin), **(form(known, twin) | wrong))
    assert answer.status_code in {404, 422}
    assert not Merge.objects.exists()


def test_a_merge_is_undone_from_the_files_history(cast: Cast, known: Known, twin: int) -> None:
    merging.merge(twin, known.li, by=cast.lead, at=clock.now())
    client, history = as_(cast.lead), f"/customers/{code_of(known.li)}/duplicates/"
    assert f"/mergers/{Merge.objects.get().pk}/undoing/" in client.get(history).content.decode()

    contacts.add_contact(known.li, NewContact("李强", "儿子", phones=["13900000009"]), by=cast.lead, at=clock.now())
    before = client.get(f"/mergers/{Merge.objects.get().pk}/undoing/").content.decode()
    assert "李强" in before and Merge.objects.get().undone_at is None, "what stays is listed before anything is done"

    answer = posted(client, f"/mergers/{Merge.objects.get().pk}/undoing/")

    assert answer["Location"] == history
    text = client.get(history).content.decode()
    assert "undoing" not in text and "撤销" in text
    assert Customer.objects.get(pk=twin).merged_into_id is None
    again = posted(client, f"/mergers/{Merge.objects.get().pk}/undoing/")
    assert again.status_code == 409


def test_who_may_not_undo_sees_no_button_and_is_refused(cast: Cast, known: Known, twin: int) -> None:
    merging.merge(twin, known.li, by=cast.lead, at=clock.now())
    client, merge = as_(cast.agent), Merge.objects.get().pk
    assert "undoing" not in client.get(f"/customers/{code_of(known.li)}/duplicates/").content.decode()
    assert client.get(f"/mergers/{merge}/undoing/").status_code == 403
    assert posted(client, f"/mergers/{merge}/undoing/").status_code == 403
    assert posted(as_(cast.east_clerk), f"/mergers/{merge}/undoing/").status_code == 403


def test_a_file_shows_who_looks_like_it_now(cast: Cast, known: Known, twin: int) -> None:
    client, page = as_(cast.agent), f"/customers/{code_of(known.li)}/duplicates/"
    assert f"?with={code_of(twin)}" in client.get(page).content.decode()
    judging.tell_apart(twin, known.li, by=cast.agent, at=clock.now())
    assert f"?with={code_of(twin)}" not in client.get(page).content.decode()
    answer = client.get(f"{page}?with={code_of(known.zhou)}")
    assert answer["Location"] == f"/customers/{code_of(known.li)}/merge/?with={code_of(known.zhou)}"


def test_the_pages_ask_a_fixed_number_of_questions(cast: Cast, known: Known, twin: int) -> None:
    for n in range(12):
        one = filing.register(
            kind="household", name=f"欧阳{n}修", contacts=[NewContact(f"欧阳{n}修", "本人", phones=[f"1390574{n:04}"])],
            addresses=[], by=cast.agent, at=clock.now() + timedelta(seconds=n),
        )  # fmt: skip
        first, second = sorted((one, known.chen))
        DuplicatePair.objects.create(first_id=first, second_id=second, points=50, reasons=[], found_at=clock.now())
    client = as_(cast.lead)
    for name, page in {
        "desk.duplicates": "/duplicates/",
        "desk.customer_duplicates": f"/customers/{code_of(known.li)}/duplicates/",
        "desk.merge": place(known, twin),
    }.items():
        client.get(page)
        within_budget(name, lambda page=page: client.get(page))
