"""What is signed stays as it is; numbers; and the way to the few kinds of event that a month is counted from."""

from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers

FREEZE = """
create function settlement_refuse() returns trigger language plpgsql as $$
begin
    if exists (select 1 from touched t join settlement_statement s on s.id = t.statement_id
                where s.state not in ('draft', 'sent', 'appealed')) then
        raise exception 'the lines of a signed statement stay as they are (%)', tg_op
            using errcode = 'check_violation', constraint = 'a_signed_line_is_for_ever';
    end if;
    return null;
end $$;
create trigger a_signed_line_is_not_added after insert on settlement_statementline
    referencing new table as touched for each statement execute function settlement_refuse();
create trigger a_signed_line_is_not_changed after update on settlement_statementline
    referencing old table as touched for each statement execute function settlement_refuse();
create trigger a_signed_line_is_not_taken_away after delete on settlement_statementline
    referencing old table as touched for each statement execute function settlement_refuse();
"""
THAW = """
drop trigger a_signed_line_is_not_added on settlement_statementline;
drop trigger a_signed_line_is_not_changed on settlement_statementline;
drop trigger a_signed_line_is_not_taken_away on settlement_statementline;
drop function settlement_refuse();
"""
AROUND = """('service.visit.arrived', 'service.visit.ended', 'service.repeat.opened', 'products.installation.completed',
    'quality.fault.decided', 'charges.payment.received', 'charges.payment.refunded', 'charges.cash.handed_in',
    'parts.old_part.returned', 'settlement.appeal.decided', 'settlement.serial.decided', 'settlement.supplement.granted')"""
ENDED = """('service.completion.accepted', 'service.order.closed', 'service.order.closed_unconfirmed',
    'service.order.ended_without_service')"""
# Partial, so that only what a month is counted from is entered: nothing on the way of a call.
FIND = f"""
create index settlement_event_around on journal_event (about, id) where kind in {AROUND};
create index settlement_event_fresh on journal_event (id) include (about) where kind in {AROUND};
create index settlement_event_ended on journal_event (id) where kind in {ENDED};
create index settlement_event_serial on journal_event ((facts ->> 'serial'), id)
    where kind = 'products.installation.completed';
"""
LOSE = """
drop index settlement_event_around;
drop index settlement_event_fresh;
drop index settlement_event_ended;
drop index settlement_event_serial;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("settlement", "0001_initial"), ("journal", "0002_append_only")]
    operations: ClassVar = [
        numbers.Sequence("ST"),
        numbers.Sequence("SA"),
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL(FIND, LOSE),
    ]
