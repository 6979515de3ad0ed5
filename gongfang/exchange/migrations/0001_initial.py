import django.db.models.deletion
import django.db.models.expressions
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from gongfang import schema


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0006_opened'),
        ('records', '0002_append_only'),
        ('workshops', '0003_changes'),
    ]

    operations = [schema.CreateModels([
        migrations.CreateModel(
            name='Matching',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='比对日期')),
                ('register_as_of', models.DateField(blank=True, null=True, verbose_name='登记库截至日期')),
                ('workshops', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('not_found', models.PositiveIntegerField(default=0)),
                ('left', models.PositiveIntegerField(default=0)),
                ('doubled', models.PositiveIntegerField(default=0)),
                ('run_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matchings', to='accounts.office')),
                ('run_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-run_at', 'id'],
                'indexes': [models.Index(fields=['office', '-run_at', 'id'], name='exchange_matchings')],
                'constraints': [models.CheckConstraint(condition=models.Q(('people', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('confirmed'), '+', models.F('not_found')), '+', models.F('left')))), name='exchange_everybody_matched')],
            },
        ),
        migrations.CreateModel(
            name='MatchResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('poverty', '脱贫人口'), ('monitored', '监测帮扶对象'), ('disabled', '残疾人'), ('other', '其他')], max_length=10)),
                ('source', models.CharField(choices=[('filing', '年度报备名单'), ('application', '申报名单')], max_length=12)),
                ('people', models.PositiveIntegerField()),
                ('confirmed', models.PositiveIntegerField()),
                ('not_found', models.PositiveIntegerField()),
                ('left', models.PositiveIntegerField()),
                ('doubled', models.PositiveIntegerField()),
                ('matching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='exchange.matching')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='match_results', to='workshops.workshop')),
            ],
            options={
                'ordering': ['workshop', 'kind'],
                'indexes': [models.Index(fields=['workshop', '-matching'], name='exchange_results_of_workshop')],
                'constraints': [models.UniqueConstraint(fields=('matching', 'workshop', 'kind'), name='exchange_one_result'), models.CheckConstraint(condition=models.Q(('people', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('confirmed'), '+', models.F('not_found')), '+', models.F('left')))), name='exchange_result_adds_up')],
            },
        ),
        migrations.CreateModel(
            name='Mismatch',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('is_open', models.BooleanField(default=True)),
                ('is_register_checked', models.BooleanField(default=False)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mismatches', to='workshops.workshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('workshop',), name='exchange_one_open_mismatch')],
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='MismatchLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('filing', '年度报备名单'), ('application', '申报名单')], max_length=12)),
                ('entry', models.UUIDField()),
                ('id_index', models.CharField(max_length=64)),
                ('issue', models.CharField(choices=[('not_found', '登记库中未找到'), ('left', '已退出登记'), ('doubled', '两家工坊都有')], max_length=10)),
                ('explanation', models.CharField(blank=True, choices=[('works_here', '在本工坊就业，计入本工坊'), ('works_elsewhere', '在另一家工坊就业，不计入本工坊'), ('pending', '登记手续正在办理'), ('corrected', '号码或类别填写有误，由工坊更正'), ('moved', '已迁出或不在本县登记'), ('ended', '已离开工坊')], max_length=16, verbose_name='核对结果')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('found_at', models.DateTimeField()),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('mismatch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='exchange.mismatch')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workshops.workshop')),
            ],
            options={
                'ordering': ['issue', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('gone_at', None)), fields=('workshop', 'id_index', 'issue'), name='exchange_asked_once'), models.CheckConstraint(condition=models.Q(('issue__in', ['not_found', 'left', 'doubled'])), name='exchange_line_issue'), models.CheckConstraint(condition=models.Q(models.Q(('explained_at', None), ('explanation', '')), models.Q(('explanation__in', ['works_here', 'works_elsewhere', 'pending', 'corrected', 'moved', 'ended']), ('explained_at__isnull', False)), _connector='OR'), name='exchange_line_explained')],
            },
        ),
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('as_of', models.DateField(verbose_name='名单截至日期')),
                ('is_complete', models.BooleanField(verbose_name='完整名单')),
                ('file_digest', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', '等待读取'), ('reading', '正在读取'), ('read', '待确认'), ('applied', '已更新登记库'), ('refused', '无法读取'), ('dropped', '已放弃')], default='waiting', max_length=10, verbose_name='状态')),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('problem_count', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('left', models.PositiveIntegerField(default=0)),
                ('claim', models.UUIDField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('uploaded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.evidencefile')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='register_imports', to='accounts.office')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', 'id'],
                'indexes': [models.Index(fields=['office', '-uploaded_at', 'id'], name='exchange_imports_of_office'), models.Index(condition=models.Q(('state__in', ['waiting', 'reading'])), fields=['uploaded_at'], name='exchange_imports_to_read')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'read', 'applied', 'refused', 'dropped'])), name='exchange_import_state'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='exchange_import_progress'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'read'])), fields=('office',), name='exchange_one_open_import_an_office')],
            },
        ),
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_index', models.CharField(max_length=64)),
                ('key_id', models.PositiveSmallIntegerField()),
                ('category', models.CharField(choices=[('poverty', '脱贫人口'), ('monitored', '监测帮扶对象')], max_length=10)),
                ('identified_on', models.DateField(blank=True, null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division')),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.registerimport')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.registerimport')),
            ],
            options={
                'indexes': [models.Index(fields=['id_index', 'valid_from'], name='exchange_entry_versions'), models.Index(fields=['county', 'valid_to', 'category'], name='exchange_entries_of_county')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('id_index',), name='exchange_one_current_entry'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='exchange_entry_period'), models.CheckConstraint(condition=models.Q(('category__in', ['poverty', 'monitored'])), name='exchange_entry_category')],
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(max_length=40)),
                ('what', models.CharField(max_length=200)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='exchange.registerimport')),
            ],
            options={
                'ordering': ['row', 'id'],
                'indexes': [models.Index(fields=['source', 'row', 'id'], name='exchange_problems')],
            },
        ),
        migrations.CreateModel(
            name='SkillTraining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='培训名称')),
                ('occupation', models.CharField(max_length=80, verbose_name='工种或技能')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='学时')),
                ('recorded_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_trainings', to='accounts.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('office', 'title', 'starts_on'), name='exchange_training_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='exchange_training_period')],
            },
        ),
        migrations.CreateModel(
            name='StagedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_index', models.CharField(max_length=64)),
                ('key_id', models.PositiveSmallIntegerField()),
                ('category', models.CharField(choices=[('poverty', '脱贫人口'), ('monitored', '监测帮扶对象')], max_length=10)),
                ('identified_on', models.DateField(blank=True, null=True)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staged', to='exchange.registerimport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'id_index'), name='exchange_staged_once')],
            },
        ),
        migrations.CreateModel(
            name='Subsidy',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='补助金额（元）')),
                ('unspent', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='未报账金额（元）')),
                ('repaid', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='退回金额（元）')),
                ('purpose', models.CharField(max_length=200, verbose_name='补助用途')),
                ('document_number', models.CharField(max_length=60, verbose_name='拨付文号')),
                ('granted_on', models.DateField(verbose_name='拨付日期')),
                ('account_by', models.DateField(verbose_name='报账期限')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsidies', to='accounts.office', verbose_name='拨付部门')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsidies', to='workshops.workshop')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('unspent__gt', 0)), fields=['workshop', 'account_by'], name='exchange_subsidies_unspent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='exchange_subsidy_of_something'), models.CheckConstraint(condition=models.Q(('unspent__gte', 0), ('unspent__lte', models.F('amount'))), name='exchange_subsidy_unspent'), models.CheckConstraint(condition=models.Q(('repaid__gte', 0), ('repaid__lte', models.F('amount'))), name='exchange_subsidy_repaid'), models.CheckConstraint(condition=models.Q(('account_by__gt', models.F('granted_on'))), name='exchange_subsidy_account_by'), models.CheckConstraint(condition=models.Q(('document_number', ''), _negated=True), name='exchange_subsidy_document')],
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='金额（元）')),
                ('spent_on', models.DateField(verbose_name='支出日期')),
                ('spent_for', models.CharField(max_length=200, verbose_name='支出内容')),
                ('state', models.CharField(choices=[('reported', '已报账'), ('rejected', '凭证退回')], default='reported', max_length=10)),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subsidy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spendings', to='exchange.subsidy')),
            ],
            options={
                'ordering': ['spent_on', 'reported_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='exchange_spending_of_something'), models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'rejected'])), name='exchange_spending_state')],
            },
        ),
        migrations.CreateModel(
            name='SupportPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='政策名称')),
                ('document_number', models.CharField(max_length=60, verbose_name='文号')),
                ('starts_on', models.DateField(verbose_name='执行期间自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='执行期间至')),
                ('beneficiaries', models.CharField(max_length=200, verbose_name='适用对象')),
                ('content', models.TextField(max_length=2000, verbose_name='支持内容')),
                ('recorded_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_policies', to='accounts.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('office', 'document_number', 'title'), name='exchange_policy_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='exchange_policy_period')],
            },
        ),
        migrations.CreateModel(
            name='PolicyGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='落实日期')),
                ('what', models.CharField(max_length=200, verbose_name='落实内容')),
                ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='惠及人数')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='金额（元）')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_grants', to='workshops.workshop')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='exchange.supportpolicy')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['workshop', '-on', '-id'], name='exchange_policy_grants')],
                'constraints': [models.UniqueConstraint(fields=('policy', 'workshop', 'on', 'what'), name='exchange_policy_grant_once'), models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), name='exchange_policy_amount')],
            },
        ),
        migrations.CreateModel(
            name='TrainingShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participants', models.PositiveIntegerField(verbose_name='参训人数')),
                ('certified', models.PositiveIntegerField(default=0, verbose_name='取得证书人数')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='exchange.skilltraining')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_shares', to='workshops.workshop')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['workshop', '-id'], name='exchange_training_shares')],
                'constraints': [models.UniqueConstraint(fields=('training', 'workshop'), name='exchange_one_share'), models.CheckConstraint(condition=models.Q(('certified__lte', models.F('participants')), ('participants__gt', 0)), name='exchange_share_adds_up')],
            },
        ),
        migrations.CreateModel(
            name='LibraryEntry',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('is_current', models.BooleanField(default=True)),
                ('library_number', models.CharField(blank=True, max_length=60, verbose_name='项目库编号')),
                ('entered_on', models.DateField(blank=True, null=True, verbose_name='入库日期')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='library_entries', to='workshops.workshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('workshop',), name='exchange_one_library_entry'), models.UniqueConstraint(condition=models.Q(('library_number', ''), _negated=True), fields=('library_number',), name='exchange_one_library_number'), models.CheckConstraint(condition=models.Q(models.Q(('entered_on', None), ('library_number', '')), models.Q(models.Q(('library_number', ''), _negated=True), ('entered_on__isnull', False)), _connector='OR'), name='exchange_entered_on_a_day')],
            },
            bases=('cases.case',),
        ),
    ])]
