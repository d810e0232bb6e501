"""Customers' own pages, reached by a signed link; nothing else leads here."""

from django.urls import URLPattern, URLResolver, path

from liuke.web.portal import (
    acts,
    calendar,
    charges,
    consenting,
    evaluating,
    machine,
    moving,
    order,
    registering,
    renewing,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("machine/<str:token>/", machine.machine, name="machine"),
    path("registration/<str:token>/", registering.registration, name="registration"),
    path("<str:token>/", order.order, name="order"),
    path("<str:token>/charges/", charges.charges, name="charges"),
    path("<str:token>/charges/prices/", charges.prices, name="prices"),
    path("<str:token>/move/", moving.move, name="move"),
    path("<str:token>/absence/", acts.absence, name="absence"),
    path("<str:token>/visit.ics", calendar.calendar, name="calendar"),
    path("<str:token>/chase-up/", acts.chase_up, name="chase-up"),
    path("<str:token>/consents/", consenting.consents, name="consents"),
    path("<str:token>/evaluation/", evaluating.evaluation, name="evaluation"),
    path("<str:token>/grievance/", acts.grievance, name="grievance"),
    path("<str:token>/renewal/", renewing.renewal, name="renewal"),
    path("<str:token>/not-me/", acts.not_me, name="not-me"),
]
