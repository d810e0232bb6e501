"""What an outside database must offer, asked before anything is served from it."""

from typing import Any

import psycopg

from liuke.foundation.postgres.binaries import OLDEST

_FACTS = """
SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), datctype,
       current_setting('fsync'), current_setting('full_page_writes')
FROM pg_database WHERE datname = current_database()
"""


# The first minor releases in which statistics no longer tell rows that a role may not see (CVE-2025-8713).
_SAFE_FROM = {15: 14, 16: 10, 17: 6}


class Unfit(Exception):
    """This database would lose or hide data; the text says why and how to mend it."""


def check(url: str) -> None:
    """Refuse a database that is too old, cannot hold or search Chinese, or may lose what it has acknowledged."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        wrong = complaints(connection)
    if wrong:
        raise Unfit("This database cannot be used:\n- " + "\n- ".join(wrong))


def complaints(connection: psycopg.Connection[Any]) -> list[str]:
    """Everything that is wrong with it, a sentence each."""
    row = connection.execute(_FACTS).fetchone()
    assert row
    return verdict(*row)


def verdict(version: int, encoding: str, ctype: str, fsync: str, full_page_writes: str) -> list[str]:
    """The complaints that follow from a database's facts."""
    wrong = []
    major, minor = divmod(version, 10_000)
    if major < OLDEST:
        wrong.append(f"it is PostgreSQL {major}; {OLDEST} or newer is needed")
    elif minor < _SAFE_FROM.get(major, 0):
        wrong.append(f"it is PostgreSQL {major}.{minor}, which has known holes; update to {major}.{_SAFE_FROM[major]}")
    if encoding != "UTF8":
        wrong.append(f"its encoding is {encoding}; create it with ENCODING 'UTF8'")
    if ctype in {"C", "POSIX"}:
        wrong.append(
            f"its LC_CTYPE is {ctype}, with which Chinese text is silently never found; "
            "create it with LOCALE 'C.UTF-8' TEMPLATE template0"
        )
    if fsync != "on":
        wrong.append("fsync is off: acknowledged work would be lost in a power cut; set fsync = on")
    if full_page_writes != "on":
        wrong.append("full_page_writes is off: a power cut could tear pages; set full_page_writes = on")
    return wrong
