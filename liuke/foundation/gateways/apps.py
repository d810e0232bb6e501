from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "liuke.foundation.gateways"
    label = "gateways"

    def ready(self) -> None:
        from liuke.foundation.gateways import parked, shelf, staff  # noqa: F401

        shelf.all_templates()
