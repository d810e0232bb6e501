"""Customers' own pages, reached by a signed link."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
