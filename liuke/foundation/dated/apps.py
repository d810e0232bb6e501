from django.apps import AppConfig


class DatedConfig(AppConfig):
    name = "liuke.foundation.dated"
    label = "dated"
