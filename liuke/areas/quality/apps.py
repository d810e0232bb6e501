from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "liuke.areas.quality"
    label = "quality"
