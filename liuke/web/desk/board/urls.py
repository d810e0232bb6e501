from django.urls import path

from liuke.web.desk.board import pages

urlpatterns = [
    path("live-board/", pages.board, name="live-board"),
    path("live-board/calls/", pages.calls, name="live-calls"),
    path("live-board/avoided-visits/", pages.avoided, name="live-avoided"),
    path("live-board/orders/", pages.orders, name="live-orders"),
]
