from django.urls import path

from liuke.web.desk.pool import kept, pages

urlpatterns = [
    path("keeping/pool/", pages.pool, name="pool"),
    path("keeping/pool/takings/", pages.take, name="pool-take"),
    path("keeping/pool/gifts/", pages.give, name="pool-give"),
    path("keeping/pool/kept/<str:customer>/", kept.kept, name="pool-kept"),
    path("keeping/pool/kept/<str:customer>/contact/", kept.contact, name="pool-contact"),
    path("keeping/pool/kept/<str:customer>/return/", kept.give_back, name="pool-return"),
]
