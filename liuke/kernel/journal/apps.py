import pkgutil
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class JournalConfig(AppConfig):
    name = "liuke.kernel.journal"
    label = "journal"

    def ready(self) -> None:
        """Know every event kind from the start: a page may show what a room has recorded that it never imports."""
        package = import_module(settings.EVENT_KINDS)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
