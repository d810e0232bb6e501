from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "liuke.areas.charges"
    label = "charges"
