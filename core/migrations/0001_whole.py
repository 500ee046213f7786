import core.fields
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# Single characters and pairs of a text: what the search index is made of (docs/adr/0005).
GRAMS = """
CREATE FUNCTION fq_grams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT g), '{}') FROM (
        SELECT unnest(ARRAY[c, c || lead(c) OVER (ORDER BY o)]) AS g
        FROM unnest(string_to_array(lower(regexp_replace(t, '[[:space:][:punct:]]+', '', 'g')), NULL))
             WITH ORDINALITY AS chars(c, o)
    ) AS grams WHERE g IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    """All that the migrations it replaces came to: a new database is made in a third of the time. One that has run them
    has nothing to do, one that has run some of them goes on with the others.
    """

    replaces = [('core', '0001_initial'), ('core', '0002_erased_means_empty'), ('core', '0003_the_hall_whole'), ('core', '0004_grams_are_counted_well'), ('core', '0005_who_gave_a_number_up'), ('core', '0006_exports_are_logged'), ('core', '0007_the_newest_first_and_what_is_open_below'), ('core', '0008_imports_are_logged'), ('core', '0009_filters_and_columns_are_kept'), ('core', '0010_access_by_index_alone'), ('core', '0011_a_result_moves_the_matter_above')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION fq_grams(text)"),
        migrations.CreateModel(
            name='AreaLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField(unique=True, verbose_name='层级')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
            ],
            options={
                'verbose_name': '区域层级',
                'verbose_name_plural': '区域层级',
                'ordering': ('depth',),
            },
        ),
        migrations.CreateModel(
            name='DailySeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_at', models.DateTimeField(unique=True)),
                ('up_to', models.BigIntegerField(help_text='the last history entry (id) covered')),
                ('entries', models.PositiveIntegerField()),
                ('previous', models.CharField(blank=True, max_length=80)),
                ('hash', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ('sealed_at',),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=20, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='办公电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='下次登录须改密码')),
                ('password_changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='改密时间')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'ordering': ('username',),
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=18, unique=True, verbose_name='编码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('initials', core.fields.InitialsField(blank=True, db_index=True, editable=False, max_length=40, source='name', verbose_name='拼音首字母')),
                ('path', models.CharField(db_index=True, editable=False, max_length=120)),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='core.area', verbose_name='上级')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.arealevel', verbose_name='层级')),
            ],
            options={
                'verbose_name': '区域',
                'verbose_name_plural': '区域',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=18, unique=True, verbose_name='编码')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('kind', models.CharField(choices=[('centre', '综治中心'), ('department', '镇内部门'), ('stationed', '入驻单位'), ('village', '村（居）委会'), ('mediation', '调解组织'), ('outside', '外部单位')], max_length=12, verbose_name='类别')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='电话')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.area', verbose_name='区域')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='种类')),
                ('code', models.CharField(max_length=24, verbose_name='事项编号')),
                ('number', models.CharField(max_length=40, verbose_name='登记号')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('status', models.CharField(max_length=30, verbose_name='环节')),
                ('area_path', models.CharField(editable=False, max_length=120)),
                ('held_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='持有自')),
                ('secrecy', models.CharField(choices=[('public', '公开'), ('internal', '内部'), ('work_secret', '工作秘密')], default='internal', max_length=12, verbose_name='密级')),
                ('compartment', models.CharField(blank=True, choices=[('', '不封闭'), ('accusation', '检举控告'), ('minor', '未成年人'), ('domestic_violence', '家庭暴力'), ('counselling', '心理咨询')], default='', max_length=20, verbose_name='封闭类别')),
                ('received_at', models.DateTimeField(help_text='来访、来电的时刻，来信以收到之日为准；期限从这里起算', verbose_name='收到时间')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('resulted_at', models.DateTimeField(blank=True, editable=False, help_text='when its result moved the matter above, which waits no longer', null=True)),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('warn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='提醒')),
                ('due_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='到期')),
                ('black_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='挂牌')),
                ('version', models.PositiveIntegerField(default=0)),
                ('lookup_code', core.fields.EncryptedTextField(blank=True, verbose_name='查询码')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.area', verbose_name='地点')),
                ('first_contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人')),
                ('holder_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='现由')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='core.matter', verbose_name='并入事项')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offspring', to='core.matter', verbose_name='上级事项')),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='family', to='core.matter', verbose_name='根事项')),
                ('holder_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='现由单位')),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
                'indexes': [models.Index(fields=['kind', '-received_at', '-id'], name='matter_list'), models.Index(fields=['kind', 'status', '-received_at', '-id'], name='matter_by_status'), models.Index(fields=['area_path'], name='matter_by_area', opclasses=['text_pattern_ops']), models.Index(condition=models.Q(('closed_at', None)), fields=['holder_unit', 'kind'], name='matter_in_hand'), models.Index(fields=['code'], name='matter_by_code'), models.Index(fields=['kind', 'closed_at'], name='matter_closed'), models.Index(condition=models.Q(('closed_at', None)), fields=['due_at', 'id'], name='matter_due'), models.Index(fields=['-received_at', '-id'], name='matter_newest'), models.Index(condition=models.Q(('closed_at', None)), fields=['parent'], name='matter_open_below')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='a_number_is_given_once'), models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('code',), name='a_code_has_one_root'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='no_matter_is_merged_into_itself'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('received_at')), _connector='OR'), name='a_matter_closes_after_it_came_in')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=40)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('scope', models.CharField(blank=True, help_text='what it is about when it has no matter: 2026-11', max_length=40)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('digest', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('facts', models.JSONField(default=dict, help_text='the numbers printed, frozen with the paper')),
                ('verify_code', models.CharField(max_length=24, unique=True)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='core.matter')),
            ],
            options={
                'ordering': ('-issued_at', '-id'),
                'indexes': [models.Index(fields=['kind', 'scope'], name='document_by_scope')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'kind', 'scope', 'version'), name='a_version_is_issued_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('label', models.CharField(max_length=40)),
                ('basis', models.CharField(max_length=120)),
                ('term', models.CharField(max_length=8)),
                ('right', models.BooleanField(default=False, help_text="a citizen's right, judged by the rolled date")),
                ('started_at', models.DateTimeField()),
                ('raw', models.DateField(blank=True, null=True)),
                ('rolled', models.DateField(blank=True, null=True)),
                ('target', models.DateField(blank=True, null=True)),
                ('pending_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('extended_by', models.CharField(blank=True, help_text='term added, from the raw date', max_length=8)),
                ('half_at', models.DateTimeField(blank=True, null=True)),
                ('warn_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('black_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('met', '已履行'), ('cancelled', '已取消')], max_length=10)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('suspended_for', models.CharField(blank=True, max_length=120)),
                ('paused', models.DurationField(default=datetime.timedelta, help_text='time that was not counted')),
                ('look_at', models.DateTimeField(blank=True, help_text='when the watch must look next', null=True)),
                ('looked_at', models.DateTimeField(default=django.utils.timezone.now, help_text='steps before this moment are never taken')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='core.matter')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
            ],
            options={
                'ordering': ('started_at', 'id'),
                'indexes': [models.Index(condition=models.Q(('ended_at', None), ('suspended_at', None)), fields=['look_at'], name='clock_to_look_at'), models.Index(condition=models.Q(('pending_year__isnull', False)), fields=['pending_year'], name='clock_pending'), models.Index(fields=['rule', 'started_at'], name='clock_by_rule')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('matter', 'rule', 'unit'), name='a_rule_runs_once_per_matter_and_unit', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('end', ''), _negated=True), _connector='XOR'), name='an_ended_clock_says_how')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='core.clock')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clock', 'step'), name='a_step_is_taken_once_per_clock')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('reason', models.TextField(verbose_name='理由')),
                ('kind', models.CharField(max_length=20, verbose_name='清单')),
                ('query', models.TextField(blank=True, verbose_name='筛选地址')),
                ('words', models.TextField(verbose_name='范围')),
                ('format', models.CharField(choices=[('xlsx', 'Excel 表格（.xlsx）'), ('csv', 'CSV 文本（.csv）')], max_length=4, verbose_name='格式')),
                ('count', models.PositiveIntegerField(verbose_name='件数')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
            ],
            options={
                'verbose_name': '导出记录',
                'verbose_name_plural': '导出记录',
                'ordering': ('-at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_export_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Failures',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField()),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('key', models.UUIDField(blank=True, null=True, unique=True)),
                ('action', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=30)),
                ('after', models.CharField(max_length=30)),
                ('decided_by', models.CharField(blank=True, max_length=60)),
                ('happened_at', models.DateTimeField()),
                ('typed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('detail_hash', models.CharField(max_length=80)),
                ('previous', models.CharField(blank=True, max_length=80)),
                ('hash', models.CharField(max_length=80)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='core.matter')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
            ],
            options={
                'ordering': ('matter', 'seq'),
                'indexes': [models.Index(fields=['action', 'happened_at'], name='history_by_action')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'seq'), name='history_has_no_branches')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='角色')),
                ('name', models.CharField(max_length=40, verbose_name='岗位名称')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.area', verbose_name='管辖区域')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='core.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ('unit', 'role'),
                'constraints': [models.UniqueConstraint(fields=('role', 'unit', 'area', 'name'), name='a_post_is_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deputy', models.BooleanField(default=False, verbose_name='代理')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('activated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='启用时间')),
                ('activated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启用人')),
                ('given_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='core.post', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ('-starts_on',),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_holding_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('activated_by', None), models.Q(('activated_by', models.F('given_by')), _negated=True), _connector='OR'), name='a_holding_is_activated_by_a_second_person'), models.CheckConstraint(condition=models.Q(('deputy', False), ('ends_on__isnull', False), _connector='OR'), name='a_deputy_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('kind', models.CharField(max_length=20, verbose_name='种类')),
                ('source', models.CharField(blank=True, max_length=12, verbose_name='来源系统')),
                ('name', models.CharField(max_length=80, verbose_name='文件')),
                ('digest', models.CharField(max_length=80, verbose_name='校验值')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('mode', models.CharField(blank=True, choices=[('whole', '全部正确才入库'), ('good', '只入库正确的行')], max_length=5, verbose_name='方式')),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('read', models.PositiveIntegerField(default=0, verbose_name='读到')),
                ('stored', models.PositiveIntegerField(default=0, verbose_name='入库')),
                ('existing', models.PositiveIntegerField(default=0, verbose_name='已有')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='不能导入')),
                ('refusals', models.JSONField(blank=True, default=list)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '导入记录',
                'verbose_name_plural': '导入记录',
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['digest'], name='import_by_digest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode', ''), ('confirmed_at__isnull', False), _connector='XOR'), name='an_import_is_confirmed_with_its_mode'), models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('headers', {}), ('refusals', [])), _connector='OR'), name='an_erased_file_leaves_no_words')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_on', to='core.matter')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_back', to='core.matter')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='two_matters_are_linked_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_older_matter_stands_first')],
            },
        ),
        migrations.CreateModel(
            name='ListChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('columns', models.CharField(max_length=500)),
                ('density', models.CharField(blank=True, choices=[('', '紧凑'), ('roomy', '宽松')], max_length=8)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '清单的列',
                'verbose_name_plural': '清单的列',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='a_user_chooses_once_for_a_list')],
            },
        ),
        migrations.CreateModel(
            name='LocalTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60, unique=True, verbose_name='期限')),
                ('term', models.CharField(max_length=8, verbose_name='本镇承诺')),
                ('basis', models.CharField(max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '本镇期限',
                'verbose_name_plural': '本镇期限',
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('applicant', '申请人'), ('respondent', '被申请人'), ('agent', '代理人'), ('witness', '证人'), ('other', '其他')], default='applicant', max_length=12, verbose_name='身份')),
                ('is_organisation', models.BooleanField(default=False, verbose_name='是单位')),
                ('name', models.CharField(max_length=60, verbose_name='姓名或名称')),
                ('name_initials', core.fields.InitialsField(blank=True, db_index=True, editable=False, max_length=60, source='name', verbose_name='拼音首字母')),
                ('sex', models.CharField(choices=[('0', '未知'), ('1', '男'), ('2', '女'), ('9', '未说明')], default='0', max_length=1, verbose_name='性别')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('id_kind', models.CharField(choices=[('resident', '居民身份证'), ('hk_macao', '港澳居民居住证'), ('taiwan', '台湾居民居住证'), ('foreign_resident', '外国人永久居留身份证'), ('passport', '护照'), ('credit_code', '统一社会信用代码'), ('none', '无证件')], default='none', max_length=20, verbose_name='证件种类')),
                ('id_number', core.fields.EncryptedTextField(blank=True, verbose_name='证件号码')),
                ('id_hash', core.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='id', source='id_number')),
                ('phone', core.fields.EncryptedTextField(blank=True, verbose_name='电话')),
                ('phone_hash', core.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='phone', source='phone')),
                ('phone_tail_hash', core.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='phone-tail', source='phone')),
                ('address', core.fields.EncryptedTextField(blank=True, verbose_name='住址')),
                ('contact', models.CharField(choices=[('ok', '可以联系'), ('never', '不得联系'), ('through', '只能通过他人')], default='ok', max_length=8, verbose_name='联系方式限制')),
                ('contact_through', core.fields.EncryptedTextField(blank=True, help_text='姓名、与当事人的关系和电话', verbose_name='经何人联系')),
                ('is_representative', models.BooleanField(default=False, help_text='多人来访推选，不超过五人', verbose_name='代表人')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='core.matter', verbose_name='事项')),
            ],
            options={
                'verbose_name': '当事人',
                'verbose_name_plural': '当事人',
                'ordering': ('matter', 'order', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('is_organisation', False), models.Q(('birth_on', None), ('sex', '0')), _connector='OR'), name='an_organisation_has_no_sex_and_no_birthday'), models.CheckConstraint(condition=models.Q(('contact__in', ['ok', 'never', 'through'])), name='a_contact_is_ok_never_or_through')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('reason', models.TextField(verbose_name='理由')),
                ('what', models.CharField(max_length=60, verbose_name='查看内容')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='core.matter', verbose_name='事项')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='core.party', verbose_name='当事人')),
            ],
            options={
                'verbose_name': '查看记录',
                'verbose_name_plural': '查看记录',
                'ordering': ('-at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_look_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', models.CharField(max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('key', models.CharField(blank=True, help_text='the same key is told to a user once', max_length=80)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.matter')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['user', '-at'], name='notice_list'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('user', 'key'), name='a_notice_is_told_once')],
            },
        ),
        migrations.CreateModel(
            name='PasswordUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('encoded', models.CharField(max_length=128)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='password_uses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '用过的密码',
                'verbose_name_plural': '用过的密码',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=1)),
                ('note', models.CharField(blank=True, max_length=80)),
                ('failed', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reserved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('batch', models.CharField(db_index=True, max_length=8)),
                ('number', models.CharField(max_length=40, verbose_name='登记号')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='事项编号')),
                ('lookup_code', core.fields.EncryptedTextField(verbose_name='查询码')),
                ('reserved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_for', models.CharField(blank=True, max_length=120)),
                ('given_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter')),
                ('reserved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='a_number_is_reserved_once'), models.CheckConstraint(condition=models.Q(('given_up_at', None), models.Q(('matter', None), models.Q(('given_up_for', ''), _negated=True)), _connector='OR'), name='what_is_given_up_was_not_used_and_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='清单')),
                ('name', models.CharField(max_length=16, verbose_name='名称')),
                ('query', models.CharField(max_length=500, verbose_name='筛选地址')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁的')),
                ('shared_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.unit', verbose_name='共享给')),
            ],
            options={
                'verbose_name': '保存的筛选',
                'verbose_name_plural': '保存的筛选',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'name'), name='a_user_s_filter_has_its_name')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'year'), name='a_series_counts_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=20)),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access', to='core.matter')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('user__isnull', False)), fields=['user', 'matter'], include=('starts_at', 'ends_at'), name='access_of_user'), models.Index(condition=models.Q(('unit__isnull', False)), fields=['unit', 'matter'], include=('starts_at', 'ends_at'), name='access_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('unit', None), ('user', None), _connector='XOR'), name='access_is_a_unit_s_or_a_user_s')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(max_length=10)),
                ('digest', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=120)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='core.historyentry')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='core.matter')),
            ],
            options={
                'ordering': ('added_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='a_withdrawn_file_says_why')],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('source', models.CharField(help_text='通知的文号，如 国办发明电〔2025〕7号', max_length=100, verbose_name='来源')),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='导入时间')),
                ('loaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '工作日历年份',
                'verbose_name_plural': '工作日历年份',
                'ordering': ('year',),
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='日期')),
                ('kind', models.CharField(choices=[('holiday', '节假日'), ('workday', '调休上班')], max_length=10, verbose_name='类型')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='core.calendaryear', verbose_name='所属年份')),
            ],
            options={
                'verbose_name': '工作日历日期',
                'verbose_name_plural': '工作日历日期',
                'ordering': ('date',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'workday'])), name='a_calendar_day_is_off_or_made_up')],
            },
        ),
        migrations.CreateModel(
            name='HistoryDetail',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='detail', serialize=False, to='core.historyentry')),
                ('salt', models.CharField(max_length=32)),
                ('values', models.JSONField(default=dict)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='imported', serialize=False, to='core.matter')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='core.import')),
            ],
        ),
        migrations.CreateModel(
            name='MatterText',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='core.matter')),
                ('text', models.TextField()),
                ('grams', models.GeneratedField(db_persist=True, expression=models.Func(models.F('text'), function='fq_grams'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='matter_text_grams')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dailyseal',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32c0991cdb2e51556725176382275d8f3e105d55', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7b60', table='core_dailyseal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dailyseal',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='f28b4743387686d58d39e5c921ebdd27b811b3ce', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_117c6', table='core_dailyseal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8ee0c532921183eda41645932b61f09afa774a18', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a069b', table='core_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='0f2587879f59a5e0daf5e212d5877b2f51d0cd68', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_87179', table='core_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historydetail',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3d370010c204650e8e04f389ab2cb9802802326b', operation='DELETE', pgid='pgtrigger_kept_b8fd1', table='core_historydetail', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historydetail',
            trigger=pgtrigger.compiler.Trigger(name='only_erased', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL OR NEW.salt <> \'\' OR NEW."values" <> \'{}\'::jsonb OR NEW.entry_id <> OLD.entry_id)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='53ed116e29de2bd212080107a41874909a7b5aa5', operation='UPDATE', pgid='pgtrigger_only_erased_6a649', table='core_historydetail', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historydetail',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='63a51ecf8efca58a55cf127fd3de3e10949582e5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_4291e', table='core_historydetail', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='abfd2d35b2217b2dc1fea75bada437c3f4582bee', operation='DELETE', pgid='pgtrigger_kept_7645e', table='core_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='b71ee2778d0e059ddc5e5e7877a3d392dd0d4f7d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_187e2', table='core_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='20a0159de1d0b3f3650c823f795aa1fc3fb61e73', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_db95d', table='core_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='92e51aa027b700a57552cd2c9945a353f860639b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_b4f2f', table='core_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80666cb5b6cf7d549a341940cccc3a91b5391166', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_87f7c', table='core_look', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='a1808a448cbb58fa3bfd9703520898ec7bd62838', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_72e8d', table='core_look', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='289247efbe9266ca1055f26277ab8c456bd686d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b9876', table='core_historyentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='352e63fa04539c254b6a99de5f221fbc4d5fbe1e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_a6489', table='core_historyentry', when='BEFORE')),
        ),
        # How many matters hold a pair of characters is asked by cases.similar: the hundred most common of a column are
        # too few. At 100,000 matters ANALYZE takes 3 s with a thousand, and a look at duplicates 20 ms instead of
        # 130 (docs/duplicates.md).
        migrations.RunSQL(
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS 1000",
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS -1",
        ),
    ]
