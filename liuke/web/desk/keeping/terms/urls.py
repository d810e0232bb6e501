from django.urls import path

from liuke.web.desk.keeping.terms import pages

urlpatterns = [
    path("keeping/terms/", pages.overview, name="terms"),
    path("keeping/terms/<str:terms>/", pages.sheet, name="terms-sheet"),
]
