"""Whose fault it was, and how sites are graded."""

from django.urls import path

from liuke.web.desk.quality import cases, grades

urlpatterns = [
    path("quality/", cases.list_, name="quality"),
    path("quality/appeals/<str:number>/", cases.appeal, name="quality-appeal"),
    path("quality/<str:number>/", cases.case, name="quality-case"),
    path("quality/<str:number>/files/<str:paper>/", cases.file, name="quality-file"),
    path("site-grades/", grades.list_, name="site-grades"),
    path("site-grades/<str:site>/", grades.site, name="site-grade"),
    path("site-grades/<str:site>/by-hand/", grades.by_hand, name="site-grade-by-hand"),
]
