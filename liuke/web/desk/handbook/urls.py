from django.urls import path

from liuke.web.desk.handbook import simulating, views

urlpatterns = [
    path("handbook/simulation/", simulating.simulation, name="handbook-simulation"),
    path("handbook/", views.handbook, name="handbook"),
    path("handbook/when/", views.when, name="handbook-when"),
    path("handbook/rules/<str:rule_id>/", views.rule, name="rule"),
]
