"""Wires every room's jobs to Procrastinate; called once, when the apps are ready (PROCRASTINATE_ON_APP_READY)."""

from django.utils.module_loading import autodiscover_modules
from procrastinate import App

from liuke.foundation.queue import running


def wire(app: App) -> None:
    """Import `jobs` of all installed apps and make each registered job a task; a broken module stops the start."""
    autodiscover_modules("jobs")
    running.bind(app)
