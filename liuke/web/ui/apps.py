from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "liuke.web.ui"
    label = "ui"
