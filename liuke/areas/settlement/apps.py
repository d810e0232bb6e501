from importlib import import_module

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "liuke.areas.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, who reads files, reactions."""
        import_module("liuke.events.settlement")
        import_module("liuke.events.settlement_holding")
        import_module("liuke.areas.settlement.playbook")
        import_module("liuke.areas.settlement.reactions")
