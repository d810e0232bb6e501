"""The six-step guide of a callback (H27): what to say, in the house's order, filled with this customer's values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liuke.areas.customers.rules.names import spell, surname_of
from liuke.foundation.words import Words

STEPS = ("prepare", "greet", "introduce", "purpose", "into_it", "follow_up")
QUESTIONS = ("solved", "charged", "attitude_good", "satisfied", "comes_back", "brings_friends", "follow_up")
KINDS = ("day3", "week3", "month3", "after_service")


class GuideError(ValueError):
    """A guide's file says something that nobody could read out."""


@dataclass(frozen=True)
class Question:
    """One question: the answer it fills, and when it is asked at all."""

    name: str
    answer: str
    ask: Words
    only_if: str = ""


@dataclass(frozen=True)
class Step:
    name: str
    title: Words
    say: tuple[Words, ...]
    do: tuple[Words, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Guide:
    version: str
    kind: str
    steps: tuple[Step, ...]


def parse(data: Mapping[str, Any]) -> dict[str, Any]:
    """Check a guide's file once, naming what is wrong, and hand it back."""
    for name in ("version", "step", "question", "kind"):
        if name not in data:
            raise GuideError(f"the guide lacks {name}")
    if tuple(step.get("name") for step in data["step"]) != STEPS:
        raise GuideError(f"the steps must be {', '.join(STEPS)} in this order")
    if set(data["kind"]) != set(KINDS):
        raise GuideError(f"the guide needs the kinds {', '.join(KINDS)}")
    unknown = set(data["question"]) - set(QUESTIONS)
    if unknown:
        raise GuideError(f"unknown questions: {', '.join(sorted(unknown))}")
    return dict(data)


def compose(data: Mapping[str, Any], *, kind: str, grade: str, values: Mapping[str, str]) -> Guide:
    """The guide for one callback: the common steps, the kind's own words, then the grade's, filled with `values`."""
    own, extra = data["kind"][kind], data.get("grade", {}).get(grade, {})
    steps = []
    for step in data["step"]:
        name = step["name"]
        said = own.get(name, {}).get("say") or step.get("say", [])
        done = [*step.get("do", []), *own.get(name, {}).get("do", []), *extra.get(name, {}).get("do", [])]
        said = [*said, *extra.get(name, {}).get("say", [])]
        asked = _questions(data, own) if name == "into_it" else ()
        steps.append(Step(name, Words(step["zh"], step["en"]), _lines(said, values), _lines(done, values), asked))
    return Guide(str(data["version"]), kind, tuple(steps))


def salutation(name: str, *, relation: str = "", is_person: bool = True) -> Words:
    """How to address somebody: 李女士 for 李秀英; the full name where the title would be a guess, or of a company."""
    if not name:
        return Words("您", "you")
    title = _title(name, relation) if is_person else ""
    if not title:
        return Words(name, name)
    surname = surname_of(name)
    return Words(f"{surname}{title}", f"{_ENGLISH[title]} {spell(surname, of_person=True).pinyin.capitalize()}")


def _questions(data: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[Question, ...]:
    found = []
    for name in own.get("questions", QUESTIONS):
        asked = data["question"][name]
        found.append(Question(name, asked["answer"], Words(asked["zh"], asked["en"]), asked.get("only_if", "")))
    return tuple(found)


def _lines(lines: Sequence[Mapping[str, str]], values: Mapping[str, str]) -> tuple[Words, ...]:
    """Fill each line; one whose value is unknown is left out rather than read out with a hole."""
    full = []
    for line in lines:
        needed = set(re.findall(r"{(\w+)}", line["zh"]))
        if all(values.get(f"{name}_zh") or values.get(name) for name in needed):
            full.append(Words(_fill(line["zh"], values, "zh"), _fill(line["en"], values, "en")))
    return tuple(full)


def _fill(text: str, values: Mapping[str, str], language: str) -> str:
    return re.sub(r"{(\w+)}", lambda m: values.get(f"{m[1]}_{language}") or values.get(m[1]) or "", text)


def _title(name: str, relation: str) -> str:
    """女士 or 先生 where relation or given name leave no doubt, else nothing."""
    for title, words in _BY_RELATION.items():
        if relation in words:
            return title
    given = name[len(surname_of(name)) :]
    told = {title for title, signs in _BY_NAME.items() for sign in given if sign in signs}
    return told.pop() if len(told) == 1 else ""


_ENGLISH = {"女士": "Ms", "先生": "Mr"}
_BY_RELATION = {
    "女士": frozenset(["妻子", "女儿", "母亲", "妈妈", "奶奶", "姐姐", "妹妹", "太太", "儿媳"]),
    "先生": frozenset(["丈夫", "儿子", "父亲", "爸爸", "爷爷", "哥哥", "弟弟", "先生", "女婿"]),
}
_BY_NAME = {
    "女士": frozenset("芳娟娜婷丽艳莉妍婉娥媛婵娇妹姐英秀玲珍珠莲梅兰菊萍琴霞芬莺薇蓉蓓娴嫣婧妮姗姝"),
    "先生": frozenset("强刚勇军武雄彪豪龙虎鹏钢铁磊建斌彬"),
}
