"""The root of all addresses; each audience brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("liuke.web.ui.urls")),
    path("api/v1/", include("liuke.api.urls")),
    path("field/", include("liuke.web.field.urls")),
    path("my/", include("liuke.web.portal.urls")),
    path("", include("liuke.web.desk.urls")),
]

handler400 = "liuke.web.ui.errors.bad_request"
handler403 = "liuke.web.ui.errors.forbidden"
handler404 = "liuke.web.ui.errors.missing"
handler500 = "liuke.web.ui.errors.broken"
