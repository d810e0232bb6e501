"""The statements of a search for files that may be one customer's: keys, pairs, what is kept of them."""

from __future__ import annotations

from typing import Final, NamedTuple

TABLES: Final = """
    DROP TABLE IF EXISTS pairing_key, pairing_core, pairing_changed, pairing_wanted, pairing_pair;
    CREATE TEMP TABLE pairing_key (most smallint, key bigint, customer bigint) ON COMMIT DROP;
    CREATE TEMP TABLE pairing_core (customer bigint, core text) ON COMMIT DROP;
    CREATE TEMP TABLE pairing_changed (customer bigint) ON COMMIT DROP;
    CREATE TEMP TABLE pairing_wanted (key bigint) ON COMMIT DROP;
"""
LIVE: Final = "c.merged_into_id IS NULL AND c.erased_at IS NULL"
_OF_PHONES: Final = f"""
    FROM customers_customer c JOIN customers_contact k ON k.customer_id = c.timeline_id
    JOIN customers_phone p ON p.contact_id = k.id AND p.detached_at IS NULL WHERE {LIVE}"""
_OF_PLACES: Final = f"""
    FROM customers_customer c JOIN customers_address a ON a.customer_id = c.timeline_id
    WHERE {LIVE} AND a.division <> ''"""
_OF_FIELDS: Final = """
    FROM customers_customer c JOIN customers_fieldvalue v ON v.customer_id = c.timeline_id AND v.contact_id IS NULL
    JOIN customers_fielddefinition d ON d.id = v.definition_id AND d.key = '{field}' WHERE {live}"""


class Key(NamedTuple):
    """Something to share: at most so many files may, what it is, and where it and whose it is are found."""

    most: int
    value: str
    found: str
    customer: str = "c.timeline_id"

    def select(self, place: int) -> str:
        """Rows of (most, key, customer); `place` keeps one kind of key apart from another."""
        hashed = f"hashtextextended({self.value}, {place})"
        return f"SELECT {self.most}::smallint AS most, {hashed} AS key, {self.customer} AS customer {self.found}"


# A number has a family behind it, but a name that four share in one street says nothing more there (measured on a
# million files in two cities).
KEYS: Final = (
    Key(25, "encode(p.number_hash, 'hex')", _OF_PHONES),
    Key(25, "encode(p.tail_hash, 'hex') || c.pinyin", f"{_OF_PHONES} AND c.pinyin <> ''"),
    Key(
        25,
        "encode(k.identity_hash, 'hex')",
        f"""FROM customers_customer c JOIN customers_contact k ON k.customer_id = c.timeline_id
        WHERE {LIVE} AND k.identity_hash IS NOT NULL""",
    ),
    Key(4, "c.pinyin || left(a.division, 9)", f"{_OF_PLACES} AND c.pinyin <> ''"),
    Key(
        25,
        "encode(a.end_hash, 'hex') || a.division || c.initials",
        f"{_OF_PLACES} AND a.end_hash IS NOT NULL AND c.initials <> ''",
    ),
    Key(10, "o.core", "FROM pairing_core o WHERE length(o.core) > 1", "o.customer"),
    Key(4, "c.name", f"FROM customers_customer c WHERE {LIVE} AND c.name <> ''"),
    Key(10, "lower(btrim(v.value #>> '{}'))", _OF_FIELDS.format(field="email", live=LIVE)),
    Key(
        10,
        "upper(regexp_replace(v.value #>> '{}', '[^0-9A-Za-z]', '', 'g'))",
        _OF_FIELDS.format(field="credit_code", live=LIVE),
    ),
)
WANTED: Final = """
    INSERT INTO pairing_wanted
    SELECT DISTINCT key FROM ({select}) found WHERE customer IN (SELECT customer FROM pairing_changed)"""
ONLY: Final = "WHERE key IN (SELECT key FROM pairing_wanted)"
PAIRS: Final = """
    CREATE TEMP TABLE pairing_pair ON COMMIT DROP AS
    WITH once AS MATERIALIZED (SELECT DISTINCT key, most, customer FROM pairing_key),
    shared AS (SELECT key FROM once GROUP BY key, most HAVING count(*) BETWEEN 2 AND most)
    SELECT DISTINCT a.customer AS first, b.customer AS second
      FROM shared JOIN once a USING (key) JOIN once b USING (key)
     WHERE a.customer < b.customer {changed}
"""
CHANGED_PAIR: Final = """
    AND (EXISTS (SELECT 1 FROM pairing_changed h WHERE h.customer = a.customer)
      OR EXISTS (SELECT 1 FROM pairing_changed h WHERE h.customer = b.customer))
"""
# Judged pairs, each file by where it went on since: whoever was found to be another stays another.
WITHOUT_JUDGED: Final = """
    DELETE FROM pairing_pair p USING customers_duplicatepair d
      JOIN customers_customer f ON f.timeline_id = d.first_id JOIN customers_customer s ON s.timeline_id = d.second_id
     WHERE d.state = 'different'
       AND p.first = least(coalesce(f.merged_into_id, f.timeline_id), coalesce(s.merged_into_id, s.timeline_id))
       AND p.second = greatest(coalesce(f.merged_into_id, f.timeline_id), coalesce(s.merged_into_id, s.timeline_id))
"""
KEEP: Final = """
    INSERT INTO customers_duplicatepair (first_id, second_id, points, reasons, state, found_at)
    SELECT f, s, p, string_to_array(r, ','), 'open', %s
      FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::text[]) AS t (f, s, p, r)
    ON CONFLICT (first_id, second_id) DO UPDATE
       SET points = excluded.points, reasons = excluded.reasons, found_at = excluded.found_at
     WHERE customers_duplicatepair.state = 'open'
"""
OUTDATED: Final = """
    DELETE FROM customers_duplicatepair d WHERE d.state = 'open' AND d.found_at < %s
       AND (%s OR d.first_id IN (SELECT customer FROM pairing_changed)
               OR d.second_id IN (SELECT customer FROM pairing_changed))
"""
NAMES: Final = f"""
    SELECT coalesce(o.core, lower(c.name)), o.core IS NOT NULL, count(*) FROM customers_customer c
      LEFT JOIN pairing_core o ON o.customer = c.timeline_id WHERE {LIVE} AND c.name <> ''
     GROUP BY 1, 2 HAVING count(*) > 1
"""
DIVISIONS: Final = f"SELECT a.division, count(DISTINCT a.customer_id) {_OF_PLACES} GROUP BY 1"
