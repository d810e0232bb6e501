from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers

REFUSE = """
CREATE FUNCTION parts_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger of parts is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER parts_moves_stay BEFORE UPDATE OR DELETE ON parts_move
    FOR EACH ROW EXECUTE FUNCTION parts_ledger_stays();
CREATE TRIGGER parts_ledger_is_kept BEFORE TRUNCATE ON parts_move
    FOR EACH STATEMENT EXECUTE FUNCTION parts_ledger_stays();
"""
ALLOW = """
DROP TRIGGER parts_ledger_is_kept ON parts_move;
DROP TRIGGER parts_moves_stay ON parts_move;
DROP FUNCTION parts_ledger_stays();
"""


PLACES = """
INSERT INTO parts_place (key, kind) VALUES ('company', 'company'), ('transit', 'transit') ON CONFLICT DO NOTHING;
"""
NO_PLACES = "DELETE FROM parts_place WHERE key IN ('company', 'transit');"


class Migration(migrations.Migration):
    """PU- used parts, CT- counts (PR- is service's, and shared); the ledger is only added to; the two places there are."""

    dependencies: ClassVar = [("parts", "0001_initial")]

    operations: ClassVar = [
        numbers.Sequence("PU"),
        numbers.Sequence("CT"),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(PLACES, NO_PLACES),
    ]
