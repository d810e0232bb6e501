"""Whether the database is fit and its tables are of this version."""

import argparse

import psycopg

from liuke.cli.serving import database
from liuke.foundation.postgres import outside


def run(args: argparse.Namespace) -> int:
    from liuke.foundation.postgres import readiness

    with psycopg.connect(database.app_url(), connect_timeout=5) as connection:
        wrong = outside.complaints(connection)
    wrong += readiness.reasons_not_ready()
    print("\n".join(f"database: {one}" for one in wrong) or "database: sound")
    return 1 if wrong else 0
