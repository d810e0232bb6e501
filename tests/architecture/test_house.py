"""The shape of the house (design §2): what the import contracts cannot see."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

ROOT = Path(__file__).resolve().parents[2]
LIUKE = ROOT / "liuke"
AREAS = LIUKE / "areas"
FURNITURE = {"apps", "playbook", "reactions", "jobs", "actions", "queries", "access", "models", "rules"}
ODD_NAMES = {"utils", "helpers", "common", "manager", "managers", "base", "misc", "tools"}
FLOORS = {
    "care": 4,
    "charges": 4,
    "complaints": 4,
    "knowledge": 4,
    "parts": 4,
    "quality": 4,
    "settlement": 4,
    "service": 3,
    "network": 2,
    "products": 2,
    "keeping": 1,
    "secrecy": 1,
    "customers": 0,
}


def modules() -> list[Path]:
    return [p for p in LIUKE.rglob("*.py") if "migrations" not in p.parts]


def test_the_import_contracts_hold() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]


def test_every_room_has_only_the_known_furniture() -> None:
    odd = [
        str(p.relative_to(ROOT))
        for room in AREAS.iterdir()
        if room.is_dir() and room.name != "__pycache__"
        for p in room.iterdir()
        if p.suffix == ".py" and p.stem not in FURNITURE | {"__init__"}
    ]
    assert odd == []


def test_nothing_is_named_for_what_it_is_not() -> None:
    assert [str(p.relative_to(ROOT)) for p in modules() if p.stem in ODD_NAMES] == []


def test_package_inits_export_nothing() -> None:
    """But for a room's tables: Django finds them in `models`, and nowhere else."""
    inits = [p for p in modules() if p.name == "__init__.py" and p.parent.name != "models"]
    full = [str(p.relative_to(ROOT)) for p in inits if p.read_text().strip()]
    assert full == []


def _room(model: type) -> str | None:
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["liuke", "areas"] else None


def test_foreign_keys_point_into_the_own_room_down_the_floors_at_the_journal_and_at_identity() -> None:
    wrong = []
    for model in apps.get_models():
        here = _room(model)
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField) or not model.__module__.startswith("liuke"):
                continue
            target = field.related_model
            there = _room(target)
            fine = (
                there == here
                or (there is None and here is not None)
                or (here is not None and there is not None and FLOORS[there] < FLOORS[here])
                or (here is None and there is None)
            )
            if not fine:
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert wrong == []


def test_no_area_is_known_below_the_areas() -> None:
    words = ("liuke.areas", "liuke.web", "liuke.api")
    bad = []
    for folder in ("kernel", "foundation", "events"):
        for path in (LIUKE / folder).rglob("*.py"):
            if any(w in path.read_text() for w in words):
                bad.append(str(path.relative_to(ROOT)))
    assert bad == []


DOORS_THAT_READ_THE_CLOCK = ("web", "api", "cli", "settings")
# The two loops where time itself comes in: a job that is started, a schedule that is due.
LOOPS_THAT_READ_THE_CLOCK = ("foundation/queue/running.py", "foundation/queue/schedule.py", "foundation/clock.py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(LIUKE)))
def test_nothing_below_the_doors_reads_the_clock(path: Path) -> None:
    where = path.relative_to(LIUKE).parts
    if where[0] in DOORS_THAT_READ_THE_CLOCK or "/".join(where) in LOOPS_THAT_READ_THE_CLOCK:
        return
    calls = {
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    assert not calls & {"clock.now", "timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}


LONGEST_MODULE, LONGEST_FUNCTION = 400, 50


def test_no_module_and_no_function_outgrows_the_house() -> None:
    long = [f"{p.relative_to(ROOT)} {n}" for p in modules() if (n := len(p.read_text().splitlines())) > LONGEST_MODULE]
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length}")
    assert long == []


def test_migrations_are_complete_and_linear(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
