from django.urls import path

from liuke.web.desk.imports import columns, pages

urlpatterns = [
    path("imports/", pages.imports, name="imports"),
    path("imports/templates/<str:template>/", pages.template, name="import-template"),
    path("imports/<str:number>/", pages.upload, name="import"),
    path("imports/<str:number>/state/", pages.state, name="import-state"),
    path("imports/<str:number>/columns/", columns.columns, name="import-columns"),
    path("imports/<str:number>/intake/", pages.start, name="import-start"),
    path("imports/<str:number>/stop/", pages.stop, name="import-stop"),
    path("imports/<str:number>/refused/", pages.refused, name="import-refused"),
]
