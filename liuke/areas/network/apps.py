from importlib import import_module

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "liuke.areas.network"
    label = "network"

    def ready(self) -> None:
        import_module("liuke.events.network")
        import_module("liuke.events.network_building")
        import_module("liuke.events.network_season")
        import_module("liuke.areas.network.playbook")
        import_module("liuke.areas.network.reactions")
