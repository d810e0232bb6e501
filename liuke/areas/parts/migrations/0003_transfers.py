"""Parts from one site's shelf to another's. Numbers: TF-."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuke.foundation import numbers


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0005_season'),
        ('parts', '0002_numbers_and_ledger'),
        ('service', '0011_part_no_longer_sent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        numbers.Sequence("TF"),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('quantity', models.PositiveIntegerField()),
                ('state', models.CharField(default='requested', max_length=10)),
                ('reason', models.CharField(blank=True, default='', max_length=12)),
                ('way', models.CharField(blank=True, default='', max_length=40)),
                ('requested_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='a_move_says_why',
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['bought', 'shipped', 'received', 'given', 'brought_back', 'sent_back', 'used', 'not_used', 'counted', 'transfer_out', 'transfer_in'])), name='a_move_says_why'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='from_site',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.site'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='part',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='parts.part'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='requested_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='to_site',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.site'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['from_site', 'state'], name='transfer_of_giver'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['to_site', 'state'], name='transfer_of_taker'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('from_site', models.F('to_site')), _negated=True), name='a_transfer_goes_to_another_site'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='a_transfer_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'sent', 'received', 'declined', 'withdrawn'])), name='a_transfer_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_declined_transfer_says_why'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', False), ('sent_at__isnull', False), ('state', 'received')), models.Q(('received_at__isnull', True), ('sent_at__isnull', False), ('state', 'sent')), models.Q(('received_at__isnull', True), ('sent_at__isnull', True), ('state__in', ['requested', 'declined', 'withdrawn'])), _connector='OR'), name='a_transfer_is_sent_before_it_is_received'),
        ),
    ]
