"""Moves what belongs to a customer and writes down each value it changed; replays that backwards. All set by set.

Column types are PostgreSQL's own: a value is kept as JSON and read back through the table's row type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

from liuke.areas.customers.actions.belongings import Belonging, Policy, all_belongings, column_of
from liuke.areas.customers.models import Merge, MergeLine

_LINE: Final = 'INSERT INTO customers_mergeline (merge_id, "table", "row", "column", old, new)'
_MOVE: Final = f"""
    WITH moved AS (
        UPDATE "{{table}}" t SET "{{column}}" = %(winner)s WHERE t."{{column}}" = %(loser)s {{unless}}
        RETURNING t."{{key}}" AS at)
    {_LINE} SELECT %(merge)s, %(table)s, at, %(column)s, to_jsonb(%(loser)s::bigint), to_jsonb(%(winner)s::bigint)
      FROM moved ORDER BY at
"""
_UNLESS: Final = """AND NOT EXISTS (
    SELECT 1 FROM "{table}" w WHERE w."{column}" = %(winner)s {alike})"""
_DROP: Final = f"""
    WITH gone AS (DELETE FROM "{{table}}" t WHERE t."{{column}}" = %(loser)s RETURNING t."{{key}}" AS at, to_jsonb(t) AS old)
    {_LINE} SELECT %(merge)s, %(table)s, at, '', old, NULL FROM gone ORDER BY at
"""
_CHANGE: Final = f"""
    WITH was AS (
        SELECT "{{key}}" AS at, to_jsonb("{{column}}") AS old FROM "{{table}}"
         WHERE "{{key}}" = ANY(%(rows)s) ORDER BY 1 FOR NO KEY UPDATE),
    now AS (
        UPDATE "{{table}}" t SET "{{column}}" = %(value)s FROM was WHERE t."{{key}}" = was.at
        RETURNING was.at, was.old, to_jsonb(t."{{column}}") AS new)
    {_LINE} SELECT %(merge)s, %(table)s, at, %(column)s, old, new FROM now WHERE old IS DISTINCT FROM new ORDER BY at
"""
_AS_TYPED: Final = (
    '(jsonb_populate_record(NULL::"{table}", jsonb_build_object(%(column)s::text, l.{value})))."{column}"'
)
_BACK: Final = """
    UPDATE "{table}" t SET "{column}" = {old} FROM customers_mergeline l
     WHERE l.merge_id = %(merge)s AND l."table" = %(table)s AND l."column" = %(column)s AND t."{key}" = l."row"
       AND t."{column}" IS NOT DISTINCT FROM {new}
    RETURNING l."row"
"""
_RESTORE: Final = """
    INSERT INTO "{table}" SELECT (jsonb_populate_record(NULL::"{table}", l.old)).*
      FROM customers_mergeline l WHERE l.merge_id = %(merge)s AND l."table" = %(table)s AND l."column" = ''
    ON CONFLICT DO NOTHING
"""


def marks() -> dict[str, int]:
    """The highest key of each table whose rows move, at this moment."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for b in moving_rows():
            cursor.execute(f'SELECT coalesce(max("{b.key}"), 0) FROM "{b.table}"')
            found[b.table] = int(cursor.fetchone()[0])
    return found


def moving_rows() -> list[Belonging]:
    """Those with a key of their own: a row whose key is the customer's says nothing about when it was made."""
    moving = (Policy.MOVE, Policy.COMBINE)
    return [b for b in all_belongings() if b.policy in moving and b.key != b.column and b.key == "id"]


def move_all(merge: Merge, at: datetime) -> None:
    """Every room's rows by their policy."""
    for b in all_belongings():
        if b.policy == Policy.DROP:
            _run(_DROP, b, merge)
        elif b.policy in (Policy.MOVE, Policy.COMBINE):
            for edit in b.combine(merge.loser_id, merge.winner_id, at) if b.combine else ():
                change(merge, b.model, edit.rows, edit.field, edit.value)
            _run(_MOVE, b, merge, unless=_unless(b))


def change(merge: Merge, model: type[Model], rows: Sequence[int], field: str, value: Any) -> None:
    """Set one column of these rows, written down with what stood there."""
    column = column_of(model, field)
    if not rows:
        return
    sql = _CHANGE.format(table=model._meta.db_table, column=column, key=column_of(model, "pk"))
    given: dict[str, Any] = {
        "merge": merge.pk,
        "table": model._meta.db_table,
        "column": column,
        "rows": list(rows),
        "value": value,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def leave(merge: Merge, model: type[Model], rows: Sequence[int]) -> None:
    """These rows (moved already) are the loser's: his own go back as if never moved, the winner's go to him."""
    lines = merge.lines.filter(table=model._meta.db_table, column=column_of(model, "customer"), row__in=rows)
    his = list(lines.values_list("row", flat=True))
    lines.delete()
    model._default_manager.filter(pk__in=his).update(customer=merge.loser_id)
    change(merge, model, sorted(set(rows) - set(his)), "customer", merge.loser_id)


def note(merge: Merge, model: type[Model], rows: Iterable[int], field: str) -> None:
    """Write down what the kernel has moved of its own, from loser to winner."""
    table, column = model._meta.db_table, column_of(model, field)
    lines = [
        MergeLine(merge=merge, table=table, row=row, column=column, old=merge.loser_id, new=merge.winner_id)
        for row in rows
    ]
    MergeLine.objects.bulk_create(lines)


def moved(merge: Merge, model: type[Model], field: str) -> list[int]:
    """The rows of a table in which the merge changed this column."""
    lines = merge.lines.filter(table=model._meta.db_table, column=column_of(model, field))
    return list(lines.order_by("id").values_list("row", flat=True))


def move_back(merge: Merge, *, but: Collection[tuple[type[Model], str]] = ()) -> dict[type[Model], list[int]]:
    """Undo each change that still stands as the merge left it, the last one first; returns the rows by table.

    `but` columns that the kernel moves back itself.
    """
    tables = {model._meta.db_table: model for model in apps.get_models()}
    kernel = {(model._meta.db_table, column_of(model, field)) for model, field in but}
    back: dict[type[Model], list[int]] = {}
    for place in dict.fromkeys(merge.lines.order_by("-id").values_list("table", "column")):
        if place not in kernel and (model := tables.get(place[0])) is not None:
            back.setdefault(model, []).extend(_back(merge, model, place[1]))
    return back


def _unless(b: Belonging) -> str:
    if b.alike is None:
        return ""
    columns = [column_of(b.model, field) for field in b.alike]
    alike = " ".join(f'AND w."{c}" IS NOT DISTINCT FROM t."{c}"' for c in columns)
    return _UNLESS.format(table=b.table, column=b.column, alike=alike)


def _run(template: str, b: Belonging, merge: Merge, **parts: str) -> None:
    sql = template.format(table=b.table, column=b.column, key=b.key, **parts)
    given: dict[str, Any] = {
        "merge": merge.pk, "table": b.table, "column": b.column, "winner": merge.winner_id, "loser": merge.loser_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def _back(merge: Merge, model: type[Model], column: str) -> list[int]:
    table = model._meta.db_table
    given: dict[str, Any] = {"merge": merge.pk, "table": table, "column": column}
    with connection.cursor() as cursor:
        if not column:
            cursor.execute(_RESTORE.format(table=table), given)
            return []
        old, new = (_AS_TYPED.format(table=table, column=column, value=value) for value in ("old", "new"))
        cursor.execute(_BACK.format(table=table, column=column, key=column_of(model, "pk"), old=old, new=new), given)
        return [row[0] for row in cursor.fetchall()]
