from typing import ClassVar

from django.db import migrations

KINDS = (
    "'care.callback.completed', 'care.look_in.completed', 'care.follow_up.completed', 'care.evaluation.given',"
    " 'care.dissatisfaction.settled', 'complaints.complaint.closed'"
)
VIEW = f"""
CREATE VIEW keeping_said AS
SELECT coalesce(t.alias_of_id, t.id) AS customer_id, e.id AS event_id, e.happened_at,
       e.kind IN ('care.dissatisfaction.settled', 'complaints.complaint.closed') AS settled,
       CASE WHEN e.facts->>'ladder' IN ('satisfied', 'comes_back', 'brings_friends') THEN e.facts->>'ladder'
            WHEN e.facts->>'satisfied' = 'true' THEN 'satisfied'
            WHEN e.facts->>'satisfied' = 'false' THEN 'dissatisfied' END AS step
  FROM journal_event e JOIN journal_timeline t ON t.id = e.timeline_id
 WHERE e.kind IN ({KINDS});
COMMENT ON VIEW keeping_said IS 'What customers answered (the ladder of H30) and which of their complaints were settled';
CREATE INDEX keeping_said_events ON journal_event (timeline_id, happened_at) WHERE kind IN ({KINDS});
"""


class Migration(migrations.Migration):
    """The one documented source of what customers said of us, and the small index behind it."""

    dependencies: ClassVar = [("keeping", "0005_bond"), ("journal", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(VIEW, "DROP VIEW keeping_said; DROP INDEX keeping_said_events"),
    ]
