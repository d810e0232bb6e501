"""Filled as the room grows."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
