"""Every event kind is whole: sentences in both languages, an example that round-trips, a decision on personal fields."""

from __future__ import annotations

import json
import re
import string

import pytest

from liuke.kernel.journal.kinds import Kind, get_kind, list_kinds

KINDS = [k for k in list_kinds() if not k.name.startswith("trial.")]
# Values that the timeline itself knows and fills in beside the event's own fields.
FILLED_IN = {"by", "promise", "until", "window"}
FREE_TEXT = re.compile(r"^(note|because|words|text|name|phone|address|remark|comment|wants|reason_text|contact_name)$")


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_sentences_name_only_what_the_event_knows(kind: Kind) -> None:
    for language in ("zh", "en"):
        named = {field for _, field, _, _ in string.Formatter().parse(kind.says[language]) if field}
        assert named <= set(kind.fields) | FILLED_IN


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_the_example_round_trips_as_json(kind: Kind) -> None:
    event = kind.type(**kind.example)
    facts, personal = kind.split(event)
    again = json.loads(json.dumps({**facts, **personal}, ensure_ascii=False))

    assert set(again) <= set(kind.fields)
    assert kind.sentence("zh", again)
    assert kind.sentence("en", again)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_a_sentence_reads_well_without_personal_values(kind: Kind) -> None:
    facts, _ = kind.split(kind.type(**kind.example))
    said = kind.sentence("zh", facts)

    assert said
    assert not said.endswith((":", ",", "：", "，"))
    assert "()" not in said and "（）" not in said
    assert "「」" not in said


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_free_text_and_names_of_people_are_personal(kind: Kind) -> None:
    rows = {
        f for f in kind.fields if isinstance(kind.example.get(f), int)
    }  # the number of a row says nothing by itself
    open_text = [f for f in kind.fields if FREE_TEXT.match(f) and f not in kind.personal and f not in rows]
    assert open_text == []


def test_kinds_are_found_by_name() -> None:
    assert get_kind("promise.missed").seen_by == "staff"
    assert len(KINDS) > 20
