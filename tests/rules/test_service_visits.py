"""When work may be called done, and when an order may close."""

from __future__ import annotations

from dataclasses import replace

from liuke.areas.service.rules.areas import area_of
from liuke.areas.service.rules.visits import MachineDone, WorkFacts, is_unpaid_trip, may_close, missing_for_finish

DONE = WorkFacts("repair", (1,), (MachineDone(1, "repaired", "LK1"),), photos=1, signed=True)


def test_nothing_is_missing_when_all_is_there() -> None:
    assert missing_for_finish(DONE) == {}


def test_every_machine_needs_a_result_of_its_own() -> None:
    assert "第 2 台" in missing_for_finish(replace(DONE, machine_lines=(1, 2)))["results"].zh


def test_what_was_not_fixed_is_a_second_visit_and_not_done() -> None:
    assert "results" in missing_for_finish(replace(DONE, results=(MachineDone(1, "not_fixed"),)))


def test_an_installation_needs_the_serial() -> None:
    installed = replace(DONE, order_kind="install", results=(MachineDone(1, "installed"),))
    assert "serial" in missing_for_finish(installed)


def test_photo_and_signature_are_asked_for_together() -> None:
    assert set(missing_for_finish(replace(DONE, photos=0, signed=False))) == {"photos", "signature"}


def test_what_is_not_finished_closes_only_with_a_repeat() -> None:
    assert may_close("satisfied", has_repeat=False) is None
    assert may_close("attitude", has_repeat=False) is None  # content now; the class stays
    assert may_close("not_fixed_first", has_repeat=False) is not None
    assert may_close("not_fixed_first", has_repeat=True) is None


def test_his_own_fault_pays_nothing() -> None:
    assert is_unpaid_trip("own_fault") and not is_unpaid_trip("user_absent")


def test_a_town_s_street_is_town_and_a_township_is_country() -> None:
    assert area_of("九堡街道", "上城区") == "town"
    assert area_of("慈城镇", "江北区") == "country"
    assert area_of("", "象山县") == "country"
    assert area_of("", "") == "town"
