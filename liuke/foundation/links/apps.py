from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "liuke.foundation.links"
    label = "links"
