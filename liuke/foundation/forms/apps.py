from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "liuke.foundation.forms"
    label = "forms"
