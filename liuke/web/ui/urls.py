from django.urls import path

from liuke.web.ui import gallery, health, language, sign_in

app_name = "ui"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("form-number/", health.form_number, name="form-number"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", language.switch, name="language"),
    path("gallery/", gallery.gallery, name="gallery"),
]
