"""`python -m bench.schema DATABASE`: is the database still of this version's tables? Newer migrations are applied.

While a migration that was applied is rewritten, only building the data anew helps; this says so.
"""

from __future__ import annotations

import subprocess
import sys

from bench import home


def fit(database: str) -> bool:
    """Bring it up to this version; False (and words) where that cannot be."""
    environment = home.environment(database)
    migrate = [home.PYTHON, "-m", "liuke.cli.main", "migrate"]
    subprocess.run(migrate, env=environment, cwd=home.ROOT, stdout=subprocess.DEVNULL, check=False)
    look = [home.PYTHON, "-m", "bench.schema", database]
    return subprocess.run(look, env=environment, cwd=home.ROOT, check=False).returncode == 0


def lacking() -> list[str]:
    """Columns of the models that the database does not have."""
    from django.apps import apps
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select table_name, column_name from information_schema.columns where table_schema = 'public'")
        there = set(cursor.fetchall())
    wanted = {
        (m._meta.db_table, f.column) for m in apps.get_models() if m._meta.managed for f in m._meta.concrete_fields
    }
    return sorted(f"{table}.{column}" for table, column in wanted - there)


if __name__ == "__main__":
    home.enter(sys.argv[1])
    missing = lacking()
    if missing:
        print(f"  ! {sys.argv[1]} has no {', '.join(missing)}: build the data anew (make bench-data)", file=sys.stderr)
    sys.exit(1 if missing else 0)
