"""Months that are carried forward, and what is held of a site's money and given back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuke.foundation import numbers


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0005_season'),
        ('settlement', '0002_signed_and_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        numbers.Sequence("HD"),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('cents', models.BigIntegerField()),
                ('because', models.CharField(max_length=24)),
                ('due_on', models.DateField()),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(default='due', max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('given_back_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='statementline',
            name='a_line_is_of_a_known_item',
        ),
        migrations.RemoveConstraint(
            model_name='statementline',
            name='an_adjustment_names_what_it_adjusts',
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('item__in', ['labour', 'installation', 'distance', 'no_service', 'height', 'urgent', 'freight', 'bonus', 'deduction', 'cap', 'held', 'adjustment', 'paid_qr', 'collected', 'retention', 'retention_back', 'deposit', 'deposit_back', 'carried', 'tax'])), name='a_line_is_of_a_known_item'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('item__in', ['adjustment', 'carried', 'retention_back', 'deposit_back']), _negated=True), ('of_item', ''), ('reference', '')), models.Q(('item__in', ['carried', 'retention_back', 'deposit_back']), ('of_item', '')), models.Q(('item', 'adjustment'), models.Q(('reference', ''), _negated=True), models.Q(('of_item', ''), _negated=True)), _connector='OR'), name='an_adjustment_names_what_it_adjusts'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item', 'carried'), _negated=True), models.Q(('cents__lt', 0), models.Q(('reference', ''), _negated=True)), _connector='OR'), name='what_is_carried_forward_is_owed_and_names_its_month'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(condition=models.Q(('item__in', ['carried', 'retention_back', 'deposit_back']), models.Q(('reference', ''), _negated=True)), fields=('reference',), name='a_sum_is_carried_or_given_back_once'),
        ),
        migrations.AddField(
            model_name='holding',
            name='given_back_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='holding',
            name='site',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.site'),
        ),
        migrations.AddField(
            model_name='holding',
            name='statement',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settlement.statement'),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(fields=['site', 'state'], name='holding_of_site'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['retention', 'deposit'])), name='a_holding_is_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['due', 'given_back', 'withdrawn'])), name='a_holding_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('because__in', ['term_over', 'agreement_ended'])), name='a_holding_is_due_for_a_known_reason'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='a_holding_is_some_money'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'retention'), ('statement__isnull', False)), models.Q(('kind', 'deposit'), ('statement__isnull', True)), _connector='OR'), name='a_retention_names_its_statement'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_back_at__isnull', False), ('given_back_by__isnull', False), ('state', 'given_back')), models.Q(models.Q(('state', 'given_back'), _negated=True), ('given_back_at__isnull', True), ('given_back_by__isnull', True)), _connector='OR'), name='what_was_given_back_says_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('statement',), name='a_retention_is_given_back_once'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'deposit'), ('state', 'due')), fields=('site',), name='a_deposit_waits_to_be_given_back_once'),
        ),
    ]
