from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "liuke.foundation.gateways"
    label = "gateways"

    def ready(self) -> None:
        """A template or a carrier's address that is wrong stops the start, not the first message."""
        from liuke.foundation.gateways import parked, shelf, staff  # noqa: F401
        from liuke.foundation.gateways.drivers import choice

        shelf.all_templates()
        choice.check()
