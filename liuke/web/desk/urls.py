"""The desk's addresses: one line a folder."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("liuke.web.desk.worklist.urls")),
    path("", include("liuke.web.desk.search.urls")),
    path("", include("liuke.web.desk.orders.urls")),
    path("", include("liuke.web.desk.dispatch.urls")),
    path("", include("liuke.web.desk.site.urls")),
    path("", include("liuke.web.desk.customer_file.urls")),
    path("", include("liuke.web.desk.duplicates.urls")),
    path("", include("liuke.web.desk.secrecy.urls")),
    path("", include("liuke.web.desk.greetings.urls")),
    path("", include("liuke.web.desk.pool.urls")),
    path("", include("liuke.web.desk.sales.urls")),
    path("", include("liuke.web.desk.visits.urls")),
    path("", include("liuke.web.desk.calendar_feed.urls")),
    path("", include("liuke.web.desk.keeping.urls")),
    path("", include("liuke.web.desk.imports.urls")),
    path("", include("liuke.web.desk.handbook.urls")),
    path("", include("liuke.web.desk.measures.urls")),
    path("", include("liuke.web.desk.board.urls")),
    path("", include("liuke.web.desk.notices.urls")),
    path("", include("liuke.web.desk.people.urls")),
    path("", include("liuke.web.desk.claims.urls")),
    path("", include("liuke.web.desk.charges.urls")),
    path("", include("liuke.web.desk.parts.urls")),
    path("", include("liuke.web.desk.knowledge.urls")),
    path("", include("liuke.web.desk.quality.urls")),
    path("", include("liuke.web.desk.causes.urls")),
    path("", include("liuke.web.desk.settlement.urls")),
    path("", include("liuke.web.desk.network.urls")),
    path("", include("liuke.web.desk.hotline.urls")),
    path("", include("liuke.web.desk.callbacks.urls")),
    path("", include("liuke.web.desk.complaints.urls")),
]
