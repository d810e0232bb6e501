"""Bring the database's tables up to this version, as their owner."""

import argparse
import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

from liuke.cli.serving import database
from liuke.foundation.postgres import roles

DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: forward is the only way."""


def run(args: argparse.Namespace) -> int:
    with database.up():
        return migrate()


def migrate() -> int:
    """Let the app role use what the owner creates, then migrate as the owner, in a process of its own."""
    app, owner = urlsplit(database.app_url()).username, urlsplit(database.owner_url()).username
    if app and app != owner:
        with psycopg.connect(database.owner_url(), autocommit=True) as connection:
            roles.grant(connection, app=app)
    environment = {**os.environ, "LIUKE_AS_OWNER": "1"}
    command = [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v", "1"]
    return subprocess.run(command, env=environment, check=False).returncode
