from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "liuke.areas.complaints"
    label = "complaints"
