import threading
from datetime import UTC, datetime

from django.db import connections

from liuke.foundation.faults import Forbidden
from liuke.foundation.identity import actions, sign_in
from liuke.foundation.identity.queries import system_actor
from tests.support.databases import Database

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_twelve_guesses_at_once_are_counted_one_by_one(fresh_database: Database) -> None:
    admin = system_actor("job", "set-up")
    actions.add_person(username="li.na", name="李娜", password="correct horse battery", by=admin, at=NOW)
    answers: list[str] = []

    def guess() -> None:
        try:
            sign_in.sign_in(username="li.na", password="wrong", address="203.0.113.7", at=NOW)
        except Forbidden as refusal:
            answers.append(refusal.code)
        connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["locked"] * 7 + ["sign-in"] * 5
