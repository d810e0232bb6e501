"""Which site is suggested, and in which words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from liuke.areas.service.rules.ranking import SiteFacts, rank_sites
from liuke.foundation.words import Words

ELECTRICIAN = Words("低压电工证", "low-voltage electrician certificate")
EAST = SiteFacts(
    number="S-1", name="城东", mode="own", grade="A", left=2, distance_km=Decimal("3.2"), certificates=(ELECTRICIAN,)
)


def test_the_reasons_read_as_the_dispatcher_says_them() -> None:
    best = rank_sites([EAST])[0]
    assert best.sentence.zh == "3.2 km · 低压电工证有效 · 余量 2 单 · 网点 A 级"
    assert "2 places left" in best.sentence.en


def test_an_expired_certificate_is_never_suggested_and_says_so() -> None:
    without = replace(EAST, number="S-2", certificates=(), lacking=(ELECTRICIAN,), able=0, distance_km=Decimal(1))
    ranked = rank_sites([without, EAST])
    assert [r.number for r in ranked] == ["S-1", "S-2"]
    assert not ranked[1].fit and ranked[1].lacks[0].zh == "无有效低压电工证"


def test_a_full_site_stands_behind_one_with_room() -> None:
    full = replace(EAST, number="S-0", left=0)
    worse = replace(EAST, number="S-3", grade="B", distance_km=Decimal(12))
    assert [r.number for r in rank_sites([full, worse])] == ["S-3", "S-0"]


def test_a_site_that_declined_this_order_is_asked_last() -> None:
    declined = replace(EAST, number="S-0", declined_before=True)
    other = replace(EAST, number="S-9", grade="C", distance_km=Decimal(9))
    assert rank_sites([declined, other])[0].number == "S-9"


def test_between_equals_our_own_site_goes_first() -> None:
    theirs = replace(EAST, number="S-0", mode="commissioned", left=None)
    assert rank_sites([theirs, replace(EAST, left=4)])[0].number == "S-1"


def test_an_insurance_that_ended_is_the_reason_and_not_a_certificate() -> None:
    ended = Words("公众责任险已于 2026-12-01 到期", "public liability insurance expired on 2026-12-01")
    [site] = rank_sites([replace(EAST, able=0, certificates=(), ended=(ended,))])
    assert not site.fit and site.lacks == (ended,)
