from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """KN- articles."""

    dependencies: ClassVar = [("knowledge", "0001_initial")]
    operations: ClassVar = [numbers.Sequence("KN")]
