"""The journal refuses to be rewritten, feeds the sealer, and owns the company's timeline."""

from django.db import migrations

TRIGGERS = """
create sequence journal_event_seq as bigint cycle;

create function journal_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        -- erasure empties `personal`; everything else in an event is for ever
        if new.personal is null
           and (to_jsonb(new) - 'personal') = (to_jsonb(old) - 'personal') then
            return new;
        end if;
    end if;
    raise exception 'the journal is append-only (% on %)', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger an_event_is_for_ever before update or delete on journal_event
    for each row execute function journal_refuse();
create trigger the_journal_is_never_emptied before truncate on journal_event
    for each statement execute function journal_refuse();
create trigger a_seal_is_for_ever before update or delete on journal_seal
    for each row execute function journal_refuse();
create trigger seals_are_never_emptied before truncate on journal_seal
    for each statement execute function journal_refuse();

create function journal_unsealed() returns trigger language plpgsql as $$
begin
    insert into journal_unsealed (event_id) select id from fresh;
    return null;
end $$;
create trigger an_event_waits_for_its_seal after insert on journal_event
    referencing new table as fresh for each statement execute function journal_unsealed();

insert into journal_timeline (id, owner_kind) overriding system value values (1, 'company');
select setval(pg_get_serial_sequence('journal_timeline', 'id'), 1000);
"""

BACK = """
drop trigger an_event_is_for_ever on journal_event;
drop trigger the_journal_is_never_emptied on journal_event;
drop trigger a_seal_is_for_ever on journal_seal;
drop trigger seals_are_never_emptied on journal_seal;
drop trigger an_event_waits_for_its_seal on journal_event;
drop function journal_refuse();
drop function journal_unsealed();
drop sequence journal_event_seq;
delete from journal_timeline where id = 1;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, BACK)]
