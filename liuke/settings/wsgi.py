"""The WSGI door that granian serves. All views and templates are there before the first reader comes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuke.settings.main")
django = get_wsgi_application()

from liuke.web.ui import bodies, warming  # noqa: E402 - needs the settings

application = bodies.whole(django)

len(get_resolver().reverse_dict)  # reads every address, which imports its view
warming.begin()
