from django.db import migrations

from liuke.foundation.numbers import Sequence


class Migration(migrations.Migration):
    dependencies = [("service", "0001_initial")]
    operations = [Sequence("CALL"), Sequence("R"), Sequence("WO"), Sequence("V"), Sequence("PR")]
