from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "liuke.web.desk"
    label = "desk"
