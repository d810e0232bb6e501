from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "liuke.foundation.gateways"
    label = "gateways"
