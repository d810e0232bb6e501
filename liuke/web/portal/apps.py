from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "liuke.web.portal"
    label = "portal"
