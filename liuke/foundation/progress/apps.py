from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "liuke.foundation.progress"
    label = "progress"
