from django.urls import path

from liuke.web.desk.orders import acts, listing, order, own_page, paper

urlpatterns = [
    path("orders/", listing.orders, name="orders"),
    path("orders/<str:number>/", order.order, name="order"),
    path("orders/<str:number>/paper/", paper.paper, name="order-paper"),
    path("orders/<str:number>/own-page/", own_page.own_page, name="order-own-page"),
    path("orders/<str:number>/files/<str:key>/", paper.picture, name="order-file"),
    path("orders/<str:number>/acts/<slug:noun>/", acts.act, name="order-act"),
]
