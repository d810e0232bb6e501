"""The six steps as data: complete in both languages, filled with the customer's values, never with a hole."""

from __future__ import annotations

from pathlib import Path

import pytest

import liuke
from liuke.areas.care.rules.guide import KINDS, STEPS, GuideError, compose, parse, salutation

HANDBOOK = Path(liuke.__file__).parent / "handbook"
VALUES = {
    "salutation_zh": "李女士", "salutation_en": "Ms Li", "company_zh": "留客电器", "company_en": "Liuke",
    "agent": "王芳", "machine_zh": "T5 油烟机", "machine_en": "hood T5", "work_zh": "维修", "work_en": "repair",
    "day_zh": "11月22日", "day_en": "22 November", "technician": "张师傅",
}  # fmt: skip


@pytest.fixture(scope="module")
def data() -> dict:
    import tomllib

    return parse(tomllib.loads((HANDBOOK / "guides" / "callback.toml").read_text("utf-8")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("grade", ["", "A", "B", "C"])
def test_every_kind_and_grade_has_six_steps_with_words_in_both_languages(data: dict, kind: str, grade: str) -> None:
    guide = compose(data, kind=kind, grade=grade, values=VALUES)

    assert tuple(s.name for s in guide.steps) == STEPS
    for step in guide.steps:
        assert step.title.zh and step.title.en
        assert step.name in ("prepare", "into_it") or step.say
        for words in (*step.say, *step.do):
            assert words.zh and words.en and "{" not in words.zh + words.en
    assert guide.steps[4].questions


def test_the_words_are_filled_with_the_customers_values(data: dict) -> None:
    guide = compose(data, kind="after_service", grade="", values=VALUES)

    assert "李女士" in guide.steps[1].say[0].zh
    assert "T5 油烟机" in guide.steps[3].say[0].zh and "张师傅" in guide.steps[3].say[0].zh


def test_a_line_whose_value_is_unknown_is_left_out(data: dict) -> None:
    known = {k: v for k, v in VALUES.items() if not k.startswith("technician")}

    guide = compose(data, kind="after_service", grade="", values=known)

    assert not any("上门为您" in words.zh for words in guide.steps[3].say)


@pytest.mark.parametrize(
    ("name", "relation", "zh", "en"),
    [
        ("李秀英", "本人", "李女士", "Ms Li"),
        ("欧阳建国", "儿子", "欧阳先生", "Mr Ouyang"),
        ("单强", "", "单先生", "Mr Shan"),
        ("陈晨", "本人", "陈晨", "陈晨"),
        ("", "", "您", "you"),
    ],
)
def test_people_are_addressed_by_surname_and_title_where_it_is_no_guess(
    name: str, relation: str, zh: str, en: str
) -> None:
    words = salutation(name, relation=relation)

    assert (words.zh, words.en) == (zh, en)


def test_a_guide_with_steps_out_of_order_is_refused(data: dict) -> None:
    with pytest.raises(GuideError, match="in this order"):
        parse({**data, "step": data["step"][::-1]})
