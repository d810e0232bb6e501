from typing import ClassVar

from django.db import migrations

VIEW = """
CREATE VIEW keeping_value AS
SELECT coalesce(t.alias_of_id, t.id) AS customer_id, e.happened_at,
       CASE e.kind WHEN 'charges.payment.received' THEN (e.facts->>'amount_cents')::bigint
                   WHEN 'charges.payment.refunded' THEN -(e.facts->>'amount_cents')::bigint ELSE 0 END AS cents
  FROM journal_event e JOIN journal_timeline t ON t.id = e.timeline_id
 WHERE e.kind IN ('charges.payment.received', 'charges.payment.refunded', 'products.machine.registered');
COMMENT ON VIEW keeping_value IS 'What a customer brought, event by event, in cents: the one source of value (H4)';
CREATE INDEX keeping_value_events ON journal_event (timeline_id)
 WHERE kind IN ('charges.payment.received', 'charges.payment.refunded', 'products.machine.registered');
"""


class Migration(migrations.Migration):
    """The one documented source of value, and the small index behind it."""

    dependencies: ClassVar = [("keeping", "0003_worth"), ("journal", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(VIEW, "DROP VIEW keeping_value; DROP INDEX keeping_value_events"),
    ]
