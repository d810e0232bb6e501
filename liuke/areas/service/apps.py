from importlib import import_module

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "liuke.areas.service"
    label = "service"

    def ready(self) -> None:
        for events in ("calls", "claims", "orders", "planning", "platforms", "running", "verdicts", "visits"):
            import_module(f"liuke.events.service.{events}")
        for furniture in ("access", "playbook", "reactions", "jobs", "actions.keeping_photos"):
            import_module(f"{self.name}.{furniture}")
