"""Addresses of settlement."""

from django.urls import path

from liuke.web.desk.settlement import appeals, holdings, listing, papers, prices, statement

urlpatterns = [
    path("settlement/", listing.list_, name="settlement"),
    path("settlement/line-appeals/<str:number>/", appeals.appeal, name="settlement-appeal"),
    path("settlement/line-appeals/<str:number>/files/<str:proof>/", appeals.file, name="settlement-file"),
    path("settlement/holdings/", holdings.holdings, name="settlement-holdings"),
    path("settlement/prices/", prices.prices, name="settlement-prices"),
    path("settlement/<str:number>/", statement.statement, name="settlement-statement"),
    path("settlement/<str:number>/appeal/", appeals.lodge, name="settlement-lodge"),
    path("settlement/<str:number>/export/", papers.workbook, name="settlement-export"),
    path("settlement/<str:number>/paper/", papers.paper, name="settlement-paper"),
]
