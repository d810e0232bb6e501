from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "liuke.areas.secrecy"
    label = "secrecy"
