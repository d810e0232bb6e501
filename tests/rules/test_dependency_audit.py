"""What `make audit` makes of an answer: holes fail, silence is named and not taken for a clean bill."""

import json

from tests.support.audit import verdict

SKIPPED = {"name": "django", "skip_reason": "Dependency not found on PyPI"}
CLEAN = {"name": "psycopg", "version": "3.3", "vulns": []}
HOLE = {"name": "django", "version": "5.2.1", "vulns": [{"id": "CVE-2025-64459", "fix_versions": ["5.2.8"]}]}


def told(*dependencies: object) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_a_known_hole_fails_and_is_named_with_its_mend() -> None:
    code, lines = verdict(told(CLEAN, HOLE))

    assert code == 1
    assert lines == ["django 5.2.1: CVE-2025-64459, mended in 5.2.8"]


def test_a_service_that_cannot_be_asked_is_said_and_fails_nothing() -> None:
    for silence in ("", "no route to host", told(SKIPPED)):
        code, lines = verdict(silence)
        assert code == 0
        assert "nothing was audited" in lines[0]


def test_a_clean_answer_says_how_many_were_looked_at() -> None:
    assert verdict(told(CLEAN, SKIPPED)) == (
        0,
        ["NOTICE: not audited: django", "No known vulnerability in 1 packages."],
    )
