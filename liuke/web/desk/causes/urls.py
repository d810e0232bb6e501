"""Causes: complaints of one matter side by side, and the incidents that come of them."""

from django.urls import path

from liuke.web.desk.causes import clusters, incidents

urlpatterns = [
    path("causes/", clusters.list_, name="causes"),
    path("incidents/", incidents.list_, name="incidents"),
    path("incidents/new/", incidents.new, name="incident-new"),
    path("incidents/measures/<str:number>/", incidents.measure, name="incident-measure"),
    path("incidents/warnings/<str:number>/<str:machine>/", incidents.warning, name="incident-warning"),
    path("incidents/<str:number>/", incidents.incident, name="incident"),
]
