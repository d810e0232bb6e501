"""A newcomer finds work in every role, whatever the hour, and a phone that rings."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from liuke.cli import demo, play, ring
from liuke.cli.playing.hours import after, before
from liuke.foundation.clock import LOCAL
from liuke.foundation.identity.queries import find_person
from liuke.insight import today

TOLD_ONLY = {"admin"}  # the handbook owes him nothing


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def test_what_began_minutes_before_the_night_is_as_old_in_the_night():
    assert before(at("2026-11-23 03:00"), 5) == at("2026-11-22 19:55")
    assert before(at("2026-11-23 08:10"), 40) == at("2026-11-22 19:30")
    assert before(at("2026-11-23 15:00"), 40) == at("2026-11-23 14:20")
    assert after(at("2026-11-23 21:30"), 25) == at("2026-11-24 08:25")


@pytest.mark.django_db
def test_whoever_signs_in_finds_work_even_in_the_night(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(play.SIZES, "small", (4, 90, 6))
    now = at("2026-11-23 03:10")
    assert play.play(now, size="small", days=None, seed=7) == 0
    idle = {username for username, *_ in demo.LOGINS if not _owes(username, now)}
    assert idle == TOLD_ONLY


def _owes(username: str, now: datetime) -> int:
    person = find_person(username)
    assert person is not None
    return sum(len(section.rows) for section in today.today(person, at=now).sections if section.key != "later")


def test_nothing_rings_in_an_empty_house(monkeypatch, capsys):
    monkeypatch.setattr(ring, "_is_served", lambda: False)
    assert ring.run(SimpleNamespace(number="13800001234", every=None)) == 1
    assert "liuke demo" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_call_that_is_let_ring_rings_at_the_hotline(monkeypatch, capsys):
    from liuke.areas.service.queries.ringing import list_ringing
    from liuke.foundation.clock import now
    from liuke.foundation.identity.queries import system_actor

    monkeypatch.setattr(ring, "_is_served", lambda: True)
    monkeypatch.setattr(ring, "_set_up", lambda: None)
    assert ring.run(SimpleNamespace(number="13800001234", every=None)) == 0
    rung = list_ringing(by=system_actor("job", "x"), at=now())
    assert [call.number for call in rung] == [capsys.readouterr().out.strip()]


def test_without_ringing_no_helper_is_started(monkeypatch):
    """`--no-ring` starts the server alone; else the helper is ended with it."""
    started = []
    monkeypatch.setattr(demo.subprocess, "Popen", lambda words: started.append(_Helper(words)) or started[-1])
    with demo._ringing():
        assert started[0].words[3:] == ["ring", "--every", "120"]
        assert not started[0].is_ended
    assert started[0].is_ended


class _Helper:
    def __init__(self, words):
        self.words, self.is_ended = words, False

    def terminate(self):
        self.is_ended = True

    def wait(self):
        return 0
