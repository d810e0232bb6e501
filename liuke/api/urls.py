from liuke.api.main import api, told_plainly

app_name = "api"
urlpatterns = api.urls[0]
for _pattern in urlpatterns:
    _pattern.callback = told_plainly(_pattern.callback)  # type: ignore[arg-type]
