from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "liuke.processes.intake"
    label = "intake"
