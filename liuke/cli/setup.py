"""Make everything ready to serve: database, tables, translations, static files. Safe and quick to repeat."""

import argparse
import hashlib
import os
from pathlib import Path

import psycopg

from liuke.cli import migrate
from liuke.cli.serving import database
from liuke.foundation import keys

DJANGO = False
_PACKAGE = Path(__file__).resolve().parent.parent


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help="do every step, also those that seem done")


def run(args: argparse.Namespace) -> int:
    with database.up():
        return prepare(again=args.again)


def prepare(*, again: bool = False) -> int:
    """All steps; those whose sources have not changed since the last time are skipped. The database must answer."""
    compile_translations()
    if again or not (_done("tables", _migrations()) and _has_tables()):
        code = migrate.migrate()
        if code:
            return code
        _mark("tables", _migrations())
    if again or not _done("static", _static()):
        _collect()
        _mark("static", _static())
    return 0


def compile_translations() -> None:
    """Every .po that is newer than its .mo (which are not kept in the repository)."""
    import polib

    for source in _PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            draft = compiled.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(draft))  # type: ignore[no-untyped-call]
            draft.replace(compiled)


def _has_tables() -> bool:
    """The mark may be older than the database, after one was put in place of another."""
    with psycopg.connect(database.owner_url()) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    return bool(row and row[0])


def _collect() -> None:
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuke.settings.main")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _migrations() -> str:
    return _digest(_PACKAGE.glob("**/migrations/*.py")) + database.owner_url()


def _static() -> str:
    return _digest(_PACKAGE.glob("**/static/**/*"))


def _digest(paths: object) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):  # type: ignore[call-overload]
        if path.is_file():
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamp(name: str) -> Path:
    return keys.home() / "done" / name


def _done(name: str, state: str) -> bool:
    return _stamp(name).exists() and _stamp(name).read_text() == hashlib.sha256(state.encode()).hexdigest()


def _mark(name: str, state: str) -> None:
    _stamp(name).parent.mkdir(exist_ok=True, mode=0o700)
    _stamp(name).write_text(hashlib.sha256(state.encode()).hexdigest())
