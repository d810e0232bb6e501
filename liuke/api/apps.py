from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "liuke.api"
    label = "api"
