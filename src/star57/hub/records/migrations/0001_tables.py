import django.db.models.deletion
import star57.hub.records.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.CharField(default=star57.hub.records.ids.person_id, max_length=24, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.key_id, max_length=24, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('scopes', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.campaign_id, max_length=64, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('why_suspicious', models.TextField()),
                ('transcript', models.TextField(blank=True)),
                ('harm_rank', models.PositiveSmallIntegerField()),
                ('version', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.organisation_id, max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('consortium', 'consortium'), ('provider', 'provider'), ('agency', 'agency'), ('source', 'source'), ('auditor', 'auditor')], max_length=16)),
                ('name', models.CharField(max_length=300)),
                ('version', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Traceback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.traceback_id, max_length=24, unique=True)),
                ('direction', models.CharField(choices=[('upstream', 'upstream'), ('forward', 'forward')], max_length=8)),
                ('called_number', models.CharField(db_index=True, max_length=16)),
                ('calling_number', models.CharField(blank=True, db_index=True, max_length=16)),
                ('call_at', models.DateTimeField()),
                ('uncertainty_s', models.FloatField()),
                ('call_id', models.CharField(blank=True, max_length=300)),
                ('origid', models.CharField(blank=True, max_length=100)),
                ('facts_version', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField(db_index=True)),
                ('status', models.CharField(choices=[('open', 'open'), ('ended', 'ended'), ('withdrawn', 'withdrawn')], db_index=True, max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('originator_identified', 'originator_identified'), ('point_of_entry_identified', 'point_of_entry_identified'), ('non_responsive', 'non_responsive'), ('declined', 'declined'), ('no_record', 'no_record'), ('withdrawn', 'withdrawn')], max_length=32)),
                ('ended_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tracebacks', to='records.campaign')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='ApiKeyUse',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='use', serialize=False, to='records.apikey')),
                ('last_used_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.entry_id, max_length=24, unique=True)),
                ('subject_kind', models.CharField(max_length=16)),
                ('subject_id', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField()),
                ('fact', models.CharField(max_length=32)),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.CharField(max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('body', models.TextField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'version'), name='one_entry_per_version'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='entry_version_from_1')],
            },
        ),
        migrations.AddField(
            model_name='apikey',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='records.organisation'),
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.provider_id, max_length=64, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('country', models.CharField(max_length=2)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('frn', models.CharField(blank=True, max_length=10)),
                ('ocn', models.CharField(blank=True, max_length=4)),
                ('spc', models.CharField(blank=True, max_length=10)),
                ('contact', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField()),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='providers', to='records.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Hop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.request_id, max_length=24, unique=True)),
                ('named_as', models.CharField(max_length=300)),
                ('named_country', models.CharField(blank=True, max_length=2)),
                ('named_contact', models.CharField(blank=True, max_length=300)),
                ('status', models.CharField(choices=[('held', 'held'), ('unidentified', 'unidentified'), ('requested', 'requested'), ('unreached', 'unreached'), ('running', 'running'), ('sent_back', 'sent_back'), ('overdue', 'overdue'), ('escalated', 'escalated'), ('lapsed', 'lapsed'), ('disputed', 'disputed'), ('looped', 'looped'), ('retracted', 'retracted'), ('upstream_named', 'upstream_named'), ('reseller_named', 'reseller_named'), ('foreign_upstream_named', 'foreign_upstream_named'), ('other_server_named', 'other_server_named'), ('customer_named', 'customer_named'), ('no_record', 'no_record'), ('declined', 'declined'), ('non_responsive', 'non_responsive'), ('withdrawn', 'withdrawn')], max_length=24)),
                ('claim', models.CharField(choices=[('none', 'none'), ('alleged', 'alleged'), ('confirmed', 'confirmed'), ('disputed', 'disputed'), ('retracted', 'retracted')], max_length=12)),
                ('facts_version', models.PositiveIntegerField()),
                ('known_already', models.TextField(blank=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('call_id', models.CharField(blank=True, max_length=300)),
                ('origid', models.CharField(blank=True, max_length=100)),
                ('missing', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('clock_started_at', models.DateTimeField(null=True)),
                ('first_due_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('clock_rule', models.CharField(blank=True, max_length=60)),
                ('clock_version', models.CharField(blank=True, max_length=60)),
                ('clock_zone', models.CharField(blank=True, max_length=64)),
                ('clock_calendar', models.CharField(blank=True, max_length=300)),
                ('pauses', models.TextField(blank=True)),
                ('wakes_at', models.DateTimeField(db_index=True, null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('is_late', models.BooleanField()),
                ('version', models.PositiveIntegerField()),
                ('downstream', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upstream_hops', to='records.hop')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hops', to='records.provider')),
                ('traceback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hops', to='records.traceback')),
            ],
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('standing', models.CharField(choices=[('stands', 'Stands'), ('kept', 'Kept')], max_length=8)),
                ('made_by', models.CharField(max_length=8)),
                ('given_how', models.CharField(max_length=16)),
                ('facts_version', models.PositiveIntegerField()),
                ('is_late', models.BooleanField()),
                ('given_at', models.DateTimeField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='response', to='records.journalentry')),
                ('hop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='records.hop')),
            ],
        ),
        migrations.CreateModel(
            name='TracebackSummary',
            fields=[
                ('traceback', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='records.traceback')),
                ('changed_at', models.DateTimeField(db_index=True)),
                ('needs_person', models.BooleanField(db_index=True)),
                ('due_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=star57.hub.records.ids.person_id, max_length=24, unique=True)),
                ('role', models.CharField(choices=[('admin', 'admin'), ('analyst', 'analyst'), ('responder', 'responder'), ('engineer', 'engineer'), ('reader', 'reader')], max_length=24)),
                ('is_current', models.BooleanField()),
                ('version', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='records.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'organisation'), name='one_membership_per_organisation')],
            },
        ),
        migrations.CreateModel(
            name='IdempotentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('content_type', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(db_index=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='records.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_answer_per_idempotency_key')],
            },
        ),
        migrations.CreateModel(
            name='Sealed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('salt', models.BinaryField(max_length=16)),
                ('content', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_texts', to='records.journalentry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'field'), name='one_sealed_text_per_field')],
            },
        ),
        migrations.AddIndex(
            model_name='hop',
            index=models.Index(fields=['provider', 'status'], name='hop_by_provider_status'),
        ),
        migrations.AddConstraint(
            model_name='hop',
            constraint=models.CheckConstraint(condition=models.Q(('provider__isnull', False), models.Q(('named_as', ''), _negated=True), _connector='OR'), name='hop_names_somebody'),
        ),
    ]
