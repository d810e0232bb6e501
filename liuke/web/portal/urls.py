"""Customers' own pages, reached by a signed link."""

from django.urls import URLPattern, path

from liuke.web.portal import charges

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("<str:token>/charges/", charges.charges, name="charges"),
    path("<str:token>/charges/prices/", charges.prices, name="prices"),
]
