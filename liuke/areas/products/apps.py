from importlib import import_module

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "liuke.areas.products"
    label = "products"

    def ready(self) -> None:
        import_module("liuke.events.products")
        import_module("liuke.areas.products.playbook")
        import_module("liuke.areas.products.reactions")
        import_module("liuke.areas.products.actions.keeping_files")
