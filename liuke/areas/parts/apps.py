from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "liuke.areas.parts"
    label = "parts"
