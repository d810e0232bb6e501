"""Compiles the Chinese catalogues; `liuke setup` and the tests call it, so no gettext tools are needed."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def locale_paths() -> list[Path]:
    """Every locale folder of the house; each page folder keeps its own catalogue."""
    return sorted(path for path in ROOT.rglob("locale") if path.is_dir() and "node_modules" not in path.parts)


def compile_all() -> list[Path]:
    """Write each django.mo that is older than its django.po; says which were written."""
    import polib

    written = []
    for source in (po for folder in locale_paths() for po in folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))  # type: ignore[no-untyped-call]
            written.append(target)
    return written
