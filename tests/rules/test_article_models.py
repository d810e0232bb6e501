"""Pure: how near an article is to the models at hand, which comes first, and what reads as the code of a model."""

from __future__ import annotations

import pytest

from liuke.areas.knowledge.rules.finding import clean_models, lexemes, model_in, read
from liuke.areas.knowledge.rules.suiting import LINE, OTHER, OWN, UNKNOWN, nearness, place


@pytest.mark.parametrize(
    ("named", "at_hand", "near"),
    [
        ([], [], LINE), ([], ["T5"], LINE), (["T5"], [], UNKNOWN), (["T5"], ["T5"], OWN), (["T5"], ["T6"], OTHER),
        (["T5", "T6"], ["T6", "B8"], OWN),
    ],
)  # fmt: skip
def test_how_near_an_article_is_to_the_models_at_hand(named: list[str], at_hand: list[str], near: int) -> None:
    assert nearness(named, at_hand) == near


def test_the_models_own_comes_first_then_the_most_alike_then_the_whole_line_then_the_best_solver() -> None:
    wanted = [
        place(OWN, alike=1), place(LINE, alike=9), place(UNKNOWN, alike=8, solved=50), place(LINE, alike=3, solved=5),
        place(LINE, alike=3), place(UNKNOWN, alike=3, solved=9),
    ]  # fmt: skip
    assert sorted(wanted) == wanted


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (" cxw-268-t5 ", "CXW-268-T5"), ("ＢＣＤ－４６８Ｗ", "BCD-468W"), ("油烟机T5", ""), ("2026", ""), ("xili", ""),
        ("", ""), ("A" * 40 + "1", ""),
    ],
)  # fmt: skip
def test_what_reads_as_the_code_of_a_model(said: str, code: str) -> None:
    assert model_in(said) == code


@pytest.mark.parametrize("said", ["CXW-268-T5", "cxw-268", "268", "t5"])
def test_an_article_is_found_by_its_model_and_by_the_pieces_of_it(said: str) -> None:
    kept = set(lexemes(clean_models(["cxw-268-t5"]), []).split())
    assert set(read(said).words.split(" & ")) <= kept
