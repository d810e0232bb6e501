from django.urls import path

from liuke.web.desk.parts import asking, catalogue, counts, old, requests, sites, stock, transfers

urlpatterns = [
    path("parts/", requests.list_, name="parts"),
    path("parts/requests/new/", requests.replenish, name="parts-replenish"),
    path("parts/requests/<str:wanted>/", requests.one, name="parts-request"),
    path("parts/orders/<str:number>/", asking.for_order, name="parts-for-order"),
    path("parts/stock/", stock.list_, name="parts-stock"),
    path("parts/stock/<str:place>/<str:item>/", stock.one, name="parts-stock-of"),
    path("parts/transfers/", transfers.list_, name="parts-transfers"),
    path("parts/transfers/new/", transfers.new, name="parts-transfer-new"),
    path("parts/old/", old.list_, name="parts-old"),
    path("parts/old/<str:used>/", old.one, name="parts-old-part"),
    path("parts/counts/", counts.list_, name="parts-counts"),
    path("parts/counts/<str:sheet>/", counts.one, name="parts-count"),
    path("parts/catalogue/", catalogue.list_, name="parts-catalogue"),
    path("parts/catalogue/new/", catalogue.new, name="parts-new-item"),
    path("parts/catalogue/import/", catalogue.take_in, name="parts-import"),
    path("parts/catalogue/<str:item>/", catalogue.one, name="parts-item"),
    path("parts/sites/", sites.list_, name="parts-sites"),
    path("parts/sites/<str:site>/", sites.one, name="parts-site"),
]
