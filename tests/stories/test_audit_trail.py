from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from liuke.foundation.audit import queries
from liuke.foundation.audit.actions import note
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.identity.queries import system_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "harm",
    ["UPDATE audit_auditrow SET act = 'x'", "DELETE FROM audit_auditrow", "TRUNCATE audit_auditrow"],
)
def test_the_database_refuses_to_change_or_delete_what_was_noted(harm: str) -> None:
    note("files.looked", by=system_actor("job", "test"), at=NOW, subject="F-1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(harm)
    assert AuditRow.objects.filter(subject="F-1", act="files.looked").count() == 1


def test_an_act_that_fails_leaves_no_audit_row() -> None:
    by = system_actor("job", "test")
    with pytest.raises(RuntimeError), transaction.atomic():
        note("files.looked", by=by, at=NOW, subject="F-2")
        raise RuntimeError
    assert queries.list_for_subject("F-2").lines == ()


def test_a_subjects_trail_is_paged_newest_first_without_gap_or_double() -> None:
    by = system_actor("job", "test")
    for n in range(7):
        note("files.looked", by=by, at=NOW + timedelta(minutes=n), subject="F-3", detail={"n": n})
    seen: list[int] = []
    before = None
    while True:
        page = queries.list_for_subject("F-3", before=before, size=3)
        seen += [line.detail["n"] for line in page.lines]
        before = page.next_before
        if before is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
