from importlib import import_module

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "liuke.areas.service"
    label = "service"

    def ready(self) -> None:
        for furniture in ("access", "playbook", "reactions"):
            import_module(f"{self.name}.{furniture}")
