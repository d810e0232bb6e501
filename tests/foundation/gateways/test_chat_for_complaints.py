"""The model's labels stand over the lexicon's where there is one; where it is silent the lexicon proposes."""

from __future__ import annotations

from django.core.cache import cache

from liuke.areas.complaints.queries.feelings import BY_MODEL, proposed_parts
from tests.foundation.gateways.carriers import Carrier, said

TEXT = "师傅昨天三点到的。太让人寒心了！"


def kinds() -> list[str]:
    return [p.kind for p in proposed_parts(TEXT)]


def test_without_a_model_the_lexicon_proposes(settings) -> None:
    settings.MODEL_URL = ""
    assert kinds() == ["fact", "feeling"]


def test_the_model_is_asked_once_and_its_labels_are_named_as_its_own(carrier: Carrier, settings) -> None:
    cache.clear()
    settings.MODEL_URL = carrier.address("https", "model=local-1", path="/v1")
    carrier.usual = lambda request: said(choices=[{"message": {"content": '{"labels": ["opinion", "feeling"]}'}}])
    assert (kinds(), kinds()) == (["opinion", "feeling"], ["opinion", "feeling"])
    assert [p.reason == BY_MODEL for p in proposed_parts(TEXT)] == [True, False]
    assert len(carrier.heard) == 1


def test_a_silent_model_leaves_it_to_the_lexicon(carrier: Carrier, settings) -> None:
    cache.clear()
    settings.MODEL_URL = carrier.address("https", "model=local-1", path="/v1")
    carrier.usual = lambda request: None
    assert (kinds(), kinds()) == (["fact", "feeling"], ["fact", "feeling"])
    assert len(carrier.heard) == 1
