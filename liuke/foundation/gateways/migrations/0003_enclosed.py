import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """A mail may carry files."""

    dependencies = [
        ("gateways", "0002_tried_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="enclosed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=22), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="recordedmessage",
            name="enclosed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
    ]
