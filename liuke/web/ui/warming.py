"""Templates compiled before anybody waits for them: the first page of a process would else cost its reader seconds."""

from __future__ import annotations

import threading
from pathlib import Path

from django.apps import apps
from django.template import TemplateSyntaxError
from django.template.loader import get_template


def names() -> list[str]:
    """Every template of our own apps, as it is asked for."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith("liuke.")]
    return sorted(str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html"))


def warm() -> None:
    """Compile them all into the cached loader; what is wrong with one is told when its page is opened."""
    for name in names():
        try:
            get_template(name)
        except TemplateSyntaxError:
            continue


def begin() -> None:
    """Warm beside the first requests, so that a start takes no longer."""
    threading.Thread(target=warm, name="warming", daemon=True).start()
