"""Settings of the test suite: cheap hashing, plain static files, a cluster of its own, keys that are nobody's."""

import os
import tempfile

os.environ.setdefault("LIUKE_HOME", os.path.join(tempfile.gettempdir(), f"liuke-tests-{os.getuid()}"))

from liuke.settings.main import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
