"""Put a backup FILE in place of what is there. What was there is kept aside, not deleted."""

import argparse
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from liuke.cli import backup, migrate
from liuke.cli.serving import database, lock
from liuke.foundation import clock, keys
from liuke.foundation.faults import Refused
from liuke.foundation.postgres import binaries, place
from liuke.foundation.postgres.binaries import NoPostgres

DJANGO = False
_COUNT_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="although there is data already (it is kept aside)")
    parser.add_argument("--other-keys", action="store_true", help="although the keys here are not those of the backup")


def run(args: argparse.Namespace) -> int:
    """Checks all before it touches anything; then database, media and, if the file holds them, keys."""
    home = keys.home()
    home.mkdir(parents=True, exist_ok=True)
    with lock.in_charge(), tempfile.TemporaryDirectory(dir=home) as name:
        folder = Path(name)
        with tarfile.open(args.file) as archive:
            archive.extractall(folder, filter="data")
        _check(folder, other_keys=args.other_keys)
        with database.up():
            suffix = f"{clock.now():%Y%m%d%H%M%S}"
            _restore_database(folder / "database.dump", suffix, replace=args.replace)
            for part in ("media", "keys"):
                _swap(folder / part, home / part, suffix)
            return migrate.migrate()


def _check(folder: Path, *, other_keys: bool) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    if backup.digest(folder / "database.dump") != manifest["database"]:
        raise Refused("备份文件已损坏", "The backup is damaged: the database in it is not what was written.")
    here = backup.fingerprints()
    differ = [name for name, told in manifest["keys"].items() if here.get(name) != told]
    if differ and not other_keys and not (folder / "keys").exists():
        raise Refused(
            f"本机密钥与备份不符：{', '.join(differ)}；请先恢复密钥文件夹",
            f"The keys here are not those of the backup ({', '.join(differ)}); put its keys folder into "
            f"{keys.home()} first, or say --other-keys.",
        )


def _restore_database(dump: Path, suffix: str, *, replace: bool) -> None:
    with psycopg.connect(database.owner_url()) as connection:
        row = connection.execute(_COUNT_TABLES).fetchone()
    full = bool(row and row[0])
    if full and not replace:
        raise Refused(
            "数据库中已有数据；如确需替换请加 --replace", "There is data already; say --replace to replace it."
        )
    if not full:
        _pg_restore(dump, database.owner_url())
    elif database.is_outside():
        raise Refused("外部数据库非空，请提供一个空库", "The outside database is not empty; name an empty one.")
    else:
        _beside_and_swap(dump, suffix)


def _beside_and_swap(dump: Path, suffix: str) -> None:
    """Into a new database first; only a whole one takes the old one's name."""
    maintenance = place.address(keys.home(), role=place.OWNER, database="postgres")
    draft, old = f"{place.DATABASE}_{suffix}", f"{place.DATABASE}_before_{suffix}"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(draft)))
        _pg_restore(dump, urlunsplit(urlsplit(database.owner_url())._replace(path=f"/{draft}")))
        for name, new in ((place.DATABASE, old), (draft, place.DATABASE)):
            statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(new)))
    print(f"The data that was here is kept as database {old}.")


def _pg_restore(dump: Path, url: str) -> None:
    command = [binaries.find().program("pg_restore"), "--no-owner", "--single-transaction", "-d", url, str(dump)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPostgres(f"pg_restore failed, nothing was changed: {done.stderr}")


def _swap(source: Path, target: Path, suffix: str) -> None:
    if not source.exists():
        return
    if target.exists():
        target.rename(target.with_name(f"{target.name}.before-{suffix}"))
    source.rename(target)
