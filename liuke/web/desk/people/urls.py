from django.urls import path

from liuke.web.desk.people import calendars, staff, tokens

urlpatterns = [
    path("people/", staff.people, name="people"),
    path("people/new/", staff.add, name="person-new"),
    path("people/<int:person_id>/", staff.person, name="person"),
    path("people/<int:person_id>/roles/", staff.roles, name="person-roles"),
    path("people/<int:person_id>/absence/", staff.absence, name="person-absence"),
    path("people/<int:person_id>/deputy/", staff.deputy, name="person-deputy"),
    path("people/<int:person_id>/password/", staff.password, name="person-password"),
    path("people/<int:person_id>/leaving/", staff.leaving, name="person-leaving"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revocation/", tokens.revoke, name="token-revoke"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/days/", calendars.state_day, name="calendar-day"),
    path("calendars/<str:key>/", calendars.calendar, name="calendar"),
]
