from django.urls import URLPattern, URLResolver, path

from liuke.web.field import acts, charging, complaints, order, parts, today

app_name = "field"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("orders/<str:number>/", order.order, name="order"),
    path("orders/<str:number>/reveal/", order.reveal, name="reveal"),
    path("orders/<str:number>/acts/<slug:noun>/", acts.act, name="act"),
    path("orders/<str:number>/charges/", charging.charges, name="charges"),
    path("orders/<str:number>/charges/code/", charging.code, name="charge-code"),
    path("orders/<str:number>/charges/acts/<slug:noun>/", charging.act, name="charge-act"),
    path("orders/<str:number>/complaint/", complaints.complaint, name="complaint"),
    path("orders/<str:number>/parts/", parts.parts, name="parts"),
    path("orders/<str:number>/parts/acts/<slug:noun>/", parts.act, name="part-act"),
]
