from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "liuke.areas.keeping"
    label = "keeping"
