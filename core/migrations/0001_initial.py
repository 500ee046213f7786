import core.privacy.fields
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


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

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION fq_grams(text)"),
        WholeTables([
        migrations.CreateModel(
            name='AlarmUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flag', models.CharField(choices=[('self_harm', '想不开、自伤'), ('violence', '要伤人、动手'), ('domestic_violence', '家庭暴力'), ('minor', '涉未成年人'), ('crowd', '多人聚集'), ('threat', '扬言'), ('worse', '矛盾可能激化'), ('crime', '可能引起治安、刑事案件'), ('incapable', '涉无民事行为能力人')], max_length=20, verbose_name='要紧情况')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '要紧情况告知单位',
                'verbose_name_plural': '要紧情况告知单位',
                'ordering': ('flag', 'unit'),
            },
        ),
        migrations.CreateModel(
            name='Accused',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='姓名')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('is_users', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='核对是本人的账号')),
                ('not_users', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='核对不是本人的账号')),
            ],
            options={
                'verbose_name': '被检举、控告人',
                'verbose_name_plural': '被检举、控告人',
            },
        ),
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
                ('number', models.PositiveIntegerField(help_text='without gaps', unique=True)),
                ('sealed_at', models.DateTimeField(unique=True)),
                ('up_to', models.BigIntegerField(help_text='the last history entry (id) covered')),
                ('entries', models.PositiveIntegerField()),
                ('tables', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, max_length=80)),
                ('hash', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='DangerReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('minor', '未成年人受到侵害、疑似受到侵害或者面临危险（未成年人保护法第十一条）'), ('incapable', '无、限制民事行为能力人遭受或者疑似遭受家庭暴力（反家庭暴力法第十四条）')], max_length=10, verbose_name='情形')),
                ('seen_at', models.DateTimeField(verbose_name='发现时间')),
                ('reported_at', models.DateTimeField(verbose_name='报告时间')),
                ('body', models.CharField(choices=[('police', '公安机关'), ('civil', '民政部门'), ('education', '教育部门')], max_length=10, verbose_name='报告给')),
                ('person', models.CharField(max_length=60, verbose_name='接报人')),
                ('receipt', models.CharField(blank=True, max_length=120, verbose_name='回执、接报编号')),
                ('note', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='发现的情况')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
            ],
            options={
                'verbose_name': '强制报告',
                'verbose_name_plural': '强制报告',
                'ordering': ('reported_at', 'id'),
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
            ],
            options={
                'ordering': ('-issued_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.UUIDField(unique=True)),
                ('content', core.privacy.fields.EncryptedTextField()),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-saved_at',),
            },
        ),
        migrations.CreateModel(
            name='ElectronicConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agrees', models.BooleanField(verbose_name='同意电子送达')),
                ('address', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='电子送达地址')),
                ('given_on', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
            ],
            options={
                'verbose_name': '电子送达同意',
                'verbose_name_plural': '电子送达同意',
                'ordering': ('given_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('refused', models.CharField(blank=True, help_text='why the act of the step could not be done', max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('accused', '被检举、控告'), ('recused', '回避'), ('party', '当事人本人')], max_length=10, verbose_name='情形')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('article', models.CharField(max_length=60, verbose_name='依据')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='起')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='止')),
            ],
            options={
                'verbose_name': '回避',
                'verbose_name_plural': '回避',
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
            ],
            options={
                'verbose_name': '导出记录',
                'verbose_name_plural': '导出记录',
                'ordering': ('-at', '-id'),
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
            name='HandoverItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField(default=1, verbose_name='第几次清点')),
                ('what', models.CharField(choices=[('matter', '在办事项'), ('task', '交办'), ('date', '约定'), ('visit', '走访')], max_length=8, verbose_name='种类')),
                ('words', models.CharField(max_length=200, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('apart', models.BooleanField(default=False, help_text='封闭的事项，不随清单移交', verbose_name='另行指定')),
            ],
            options={
                'verbose_name': '交接清单',
                'verbose_name_plural': '交接清单',
                'ordering': ('what', 'due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='同名的，在后面注明单位。', max_length=40, unique=True, verbose_name='姓名、名称')),
                ('kind', models.CharField(choices=[('counsellor', '心理咨询师'), ('social_worker', '社会工作者'), ('lawyer', '律师、法律服务人员'), ('doctor', '医务人员'), ('organisation', '社会组织、机构')], max_length=14, verbose_name='类别')),
                ('helps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('counselling', '心理疏导'), ('legal', '法律援助'), ('aid', '社会救助'), ('medical', '医疗救治'), ('child', '未成年人保护'), ('safety', '人身安全保护'), ('work', '就业帮扶'), ('other', '其他帮助')], max_length=12), size=None, verbose_name='能帮什么')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('hours', models.CharField(blank=True, help_text='如 每周二、四下午。', max_length=80, verbose_name='时间')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '帮扶力量',
                'verbose_name_plural': '帮扶力量',
                'ordering': ('kind', 'name'),
            },
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('key', models.UUIDField(blank=True, null=True, unique=True)),
                ('words', models.CharField(blank=True, help_text='digest of what the form said (core.workflow.form_keys)', max_length=64)),
                ('action', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=30)),
                ('after', models.CharField(max_length=30)),
                ('decided_by', models.CharField(blank=True, max_length=60)),
                ('happened_at', models.DateTimeField()),
                ('typed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('detail_hash', models.CharField(max_length=80)),
                ('previous', models.CharField(blank=True, max_length=80)),
                ('hash', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ('matter', 'seq'),
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
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ('-starts_on',),
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
                ('answers', models.JSONField(blank=True, default=dict)),
                ('mode', models.CharField(blank=True, choices=[('whole', '全部正确才入库'), ('good', '只入库正确的行')], max_length=5, verbose_name='方式')),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('read', models.PositiveIntegerField(default=0, verbose_name='读到')),
                ('stored', models.PositiveIntegerField(default=0, verbose_name='入库')),
                ('existing', models.PositiveIntegerField(default=0, verbose_name='已有')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='不能导入')),
                ('refusals', models.JSONField(blank=True, default=list)),
                ('found', models.JSONField(blank=True, default=dict)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '导入记录',
                'verbose_name_plural': '导入记录',
                'ordering': ('-at', '-id'),
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
                ('masked_title', models.CharField(editable=False, max_length=80)),
                ('status', models.CharField(max_length=30, verbose_name='环节')),
                ('waits_for', models.CharField(blank=True, editable=False, help_text='kind of the procedure below whose result it waits for', max_length=20)),
                ('area_path', models.CharField(editable=False, max_length=120)),
                ('held_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='持有自')),
                ('secrecy', models.CharField(choices=[('public', '公开'), ('internal', '内部'), ('work_secret', '工作秘密')], default='internal', max_length=12, verbose_name='密级')),
                ('compartment', models.CharField(blank=True, choices=[('', '不封闭'), ('accusation', '检举控告'), ('minor', '未成年人'), ('domestic_violence', '家庭暴力'), ('counselling', '心理咨询'), ('confidential', '要求保密'), ('register', '不公开名册')], default='', max_length=20, verbose_name='封闭类别')),
                ('received_at', models.DateTimeField(help_text='来访、来电的时刻，来信以收到之日为准；期限从这里起算', verbose_name='收到时间')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('resulted_at', models.DateTimeField(blank=True, editable=False, help_text='when its result moved the matter above, which waits no longer', null=True)),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, help_text='what identified somebody is gone (core.records.history)', null=True, verbose_name='依法删除')),
                ('flags', models.JSONField(blank=True, default=list, help_text='of a root matter', verbose_name='要紧情况')),
                ('flags_cleared_at', models.DateTimeField(blank=True, null=True)),
                ('warn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='提醒')),
                ('due_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='到期')),
                ('due_measure', models.CharField(blank=True, editable=False, max_length=2, verbose_name='计时单位')),
                ('black_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='挂牌')),
                ('suspended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='中止')),
                ('version', models.PositiveIntegerField(default=0)),
                ('lookup_code', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='查询码')),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ladder', models.CharField(help_text='the key of Procedure.ladder', max_length=20, verbose_name='梯次种类')),
                ('level', models.PositiveSmallIntegerField(verbose_name='梯次')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
                ('role', models.CharField(help_text='a key of config/roles.py', max_length=30, verbose_name='由谁')),
                ('term', models.CharField(default='3W', help_text='3W 是 3 个工作日，15C 是 15 日（自然日）。', max_length=8, verbose_name='期限')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '梯次',
                'verbose_name_plural': '梯次',
                'ordering': ('ladder', 'level'),
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='ListChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('columns', models.CharField(max_length=500)),
                ('density', models.CharField(blank=True, choices=[('', '紧凑'), ('roomy', '宽松')], max_length=8)),
            ],
            options={
                'verbose_name': '清单的列',
                'verbose_name_plural': '清单的列',
            },
        ),
        migrations.CreateModel(
            name='LocalTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60, verbose_name='期限')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                ('level', models.CharField(choices=[('province', '省'), ('county', '县'), ('town', '镇')], default='town', max_length=10, verbose_name='由哪一级定')),
                ('term', models.CharField(help_text='数字加单位，单位和原期限一样：3W 是 3 个工作日，15C 是 15 日，24H 是 24 小时，4WH 是 4 个工作小时，30N 是 30 分，1M 是 1 个月。', max_length=8, verbose_name='承诺期限')),
                ('basis', models.CharField(max_length=120, verbose_name='依据')),
                ('valid_from', models.DateField(default=datetime.date(2000, 1, 1), verbose_name='起用日期')),
            ],
            options={
                'verbose_name': '本地期限',
                'verbose_name_plural': '本地期限',
                'ordering': ('rule', 'category', 'level', 'valid_from'),
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('reason', models.TextField(verbose_name='理由')),
                ('what', models.CharField(max_length=60, verbose_name='查看内容')),
            ],
            options={
                'verbose_name': '查看记录',
                'verbose_name_plural': '查看记录',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', models.CharField(max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('call', models.BooleanField(default=False, help_text='must reach the person at once, at night too: the duty officer telephones')),
                ('key', models.CharField(blank=True, help_text='the same key is told to a user once', max_length=80)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='OnlineIntake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.UUIDField(editable=False, null=True, unique=True)),
                ('code', models.CharField(max_length=16, unique=True, verbose_name='受理号')),
                ('lookup_code', core.privacy.fields.EncryptedTextField(verbose_name='查询码')),
                ('name', core.privacy.fields.EncryptedTextField(verbose_name='姓名')),
                ('phone', core.privacy.fields.EncryptedTextField(verbose_name='电话')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('demand', core.privacy.fields.EncryptedTextField(verbose_name='诉求')),
                ('confidential', models.BooleanField(default=False, verbose_name='要求保密')),
                ('told_open', models.BooleanField(default=False, verbose_name='问过是否保密，本人选择不用')),
                ('sent_at', models.DateTimeField(verbose_name='提交时间')),
                ('refused_for', models.CharField(blank=True, max_length=200, verbose_name='不予登记的理由')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核对时间')),
                ('forgotten_at', models.DateTimeField(blank=True, null=True, verbose_name='删除内容时间')),
            ],
            options={
                'verbose_name': '网上来件',
                'verbose_name_plural': '网上来件',
                'ordering': ('sent_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='OutsideBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='全称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('kind', models.CharField(choices=[('letters', '信访部门'), ('discipline', '纪检监察机关'), ('personnel', '组织部门'), ('court', '法院'), ('procuratorate', '检察院'), ('police', '公安'), ('government', '政府'), ('department', '主管部门'), ('arbitration', '仲裁机构'), ('legal_aid', '法律援助机构'), ('society', '群团组织、社会组织'), ('town', '其他乡镇'), ('other', '其他')], max_length=14, verbose_name='类别')),
                ('level', models.CharField(choices=[('county', '县'), ('city', '市'), ('province', '省'), ('beside', '镇外同级')], default='county', max_length=10, verbose_name='层级')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('hours', models.CharField(blank=True, max_length=80, verbose_name='办公时间')),
                ('takes_accusations', models.BooleanField(default=False, help_text='按管理权限有权处理检举控告的机关：检举控告只能送给它们。', verbose_name='受理检举控告')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '镇外单位',
                'verbose_name_plural': '镇外单位',
                'ordering': ('level', 'kind', 'name'),
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('applicant', '申请人'), ('respondent', '被申请人'), ('agent', '代理人'), ('guardian', '法定代理人'), ('officer', '单位代表'), ('witness', '证人'), ('interested', '利害关系人'), ('other', '其他')], default='applicant', max_length=12, verbose_name='身份')),
                ('is_organisation', models.BooleanField(default=False, verbose_name='是单位')),
                ('name', models.CharField(max_length=60, verbose_name='姓名或名称')),
                ('name_initials', core.privacy.fields.InitialsField(blank=True, db_index=True, editable=False, max_length=60, source='name', verbose_name='拼音首字母')),
                ('sex', models.CharField(choices=[('0', '未知'), ('1', '男'), ('2', '女'), ('9', '未说明')], default='0', max_length=1, verbose_name='性别')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('id_kind', models.CharField(choices=[('resident', '居民身份证'), ('hk_macao', '港澳居民居住证'), ('taiwan', '台湾居民居住证'), ('foreign_resident', '外国人永久居留身份证'), ('passport', '护照'), ('credit_code', '统一社会信用代码'), ('none', '无证件')], default='none', max_length=20, verbose_name='证件种类')),
                ('id_number', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='证件号码')),
                ('id_hash', core.privacy.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='id', source='id_number')),
                ('phone', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='电话')),
                ('phone_hash', core.privacy.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='phone', source='phone')),
                ('phone_tail_hash', core.privacy.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='phone-tail', source='phone')),
                ('address', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='住址')),
                ('contact', models.CharField(choices=[('ok', '可以联系'), ('never', '不得联系'), ('through', '只能通过他人')], default='ok', max_length=8, verbose_name='联系方式限制')),
                ('contact_through', core.privacy.fields.EncryptedTextField(blank=True, help_text='姓名、与当事人的关系和电话', verbose_name='经何人联系')),
                ('of_age', models.BooleanField(default=False, help_text='没有证件号码和出生日期的，办第一件有约束力的事时问', verbose_name='已问明年满十八周岁')),
                ('capacity', models.CharField(blank=True, choices=[('', '完全'), ('doubted', '存疑，建议申请认定'), ('limited', '限制（法院认定）'), ('none', '无（法院认定）')], default='', max_length=8, verbose_name='民事行为能力')),
                ('capacity_ruling', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='认定行为能力的判决文号')),
                ('earns_by', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='以自己的劳动收入为主要生活来源的依据')),
                ('is_representative', models.BooleanField(default=False, help_text='多人来访推选，不超过五人', verbose_name='代表人')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('added_at', models.DateTimeField(blank=True, editable=False, help_text='空：随事项登记', null=True, verbose_name='补充时间')),
            ],
            options={
                'verbose_name': '当事人',
                'verbose_name_plural': '当事人',
                'ordering': ('matter', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PasswordUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('encoded', models.CharField(max_length=128)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '用过的密码',
                'verbose_name_plural': '用过的密码',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PayLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('key', models.CharField(max_length=40, verbose_name='哪一件')),
                ('what', models.CharField(max_length=40, verbose_name='做了什么')),
                ('words', models.CharField(max_length=120, verbose_name='内容')),
                ('on', models.DateField(verbose_name='日期')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='金额（元）')),
                ('struck', models.CharField(blank=True, max_length=200, verbose_name='划去的理由')),
            ],
            options={
                'verbose_name': '发放明细',
                'verbose_name_plural': '发放明细',
                'ordering': ('matter', 'number'),
            },
        ),
        migrations.CreateModel(
            name='PayRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40, verbose_name='发给什么')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='标准（元）')),
                ('number', models.CharField(help_text='定这个标准的文件。', max_length=60, verbose_name='文号')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('without_payroll', models.BooleanField(default=False, help_text='文件写明国家机关、事业单位在职人员不发的才勾。', verbose_name='在编人员不发')),
                ('valid_from', models.DateField(verbose_name='施行日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '补贴标准',
                'verbose_name_plural': '补贴标准',
                'ordering': ('what', '-valid_from'),
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='角色')),
                ('name', models.CharField(max_length=40, verbose_name='岗位名称')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ('unit', 'role'),
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
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('end', '结束任职'), ('password', '重置密码'), ('change', '修改')], max_length=10, verbose_name='办什么')),
                ('object_id', models.PositiveBigIntegerField()),
                ('values', models.JSONField(default=dict)),
                ('sealed', core.privacy.fields.EncryptedTextField(blank=True)),
                ('words', models.CharField(max_length=300, verbose_name='内容')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('half', core.privacy.fields.EncryptedTextField(blank=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='复核时间')),
                ('agreed', models.BooleanField(null=True, verbose_name='同意')),
            ],
            options={
                'verbose_name': '双人复核',
                'verbose_name_plural': '双人复核',
                'ordering': ('-asked_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('room', models.CharField(blank=True, max_length=40, verbose_name='科室、功能室')),
                ('help', models.CharField(choices=[('counselling', '心理疏导'), ('legal', '法律援助'), ('aid', '社会救助'), ('medical', '医疗救治'), ('child', '未成年人保护'), ('safety', '人身安全保护'), ('work', '就业帮扶'), ('other', '其他帮助')], max_length=12, verbose_name='需要的帮助')),
                ('need', models.CharField(blank=True, max_length=500, verbose_name='情况说明')),
                ('shared', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', '姓名'), ('sex_age', '性别、年龄'), ('phone', '电话'), ('address', '住址')], max_length=10), size=None, verbose_name='转交的信息')),
                ('ground', models.CharField(choices=[('consent', '本人（监护人）同意'), ('violence', '《反家庭暴力法》第十四条（强制报告）'), ('child', '《未成年人保护法》第十一条（强制报告）'), ('danger', '《精神卫生法》第二十八条（伤害自身、危害他人安全的危险）'), ('aid', '《社会救助法》第三十七条、第三十九条（社会救助）')], max_length=10, verbose_name='依据')),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='同意日期')),
                ('consent_how', models.CharField(blank=True, choices=[('written', '书面'), ('oral', '口头，已记录')], max_length=8, verbose_name='同意方式')),
                ('covers', models.BooleanField(default=False, verbose_name='同意也转给提供同样帮助的其他家')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='告知本人日期')),
                ('due_on', models.DateField(verbose_name='反馈期限')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='转介时间')),
                ('state', models.CharField(choices=[('sent', '待接收'), ('accepted', '已接收，待反馈'), ('refused', '不接收'), ('answered', '已反馈'), ('withdrawn', '已撤回')], default='sent', max_length=10, verbose_name='状态')),
                ('answered_by', models.CharField(blank=True, max_length=40, verbose_name='接收单位经办人')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='接收时间')),
                ('asked_again', models.PositiveSmallIntegerField(default=0, verbose_name='催问次数')),
                ('outcome', models.CharField(blank=True, choices=[('helped', '得到帮助'), ('not_found', '未能联系'), ('declined', '本人拒绝'), ('not_eligible', '不符合条件'), ('other', '其他')], max_length=12, verbose_name='反馈结果')),
                ('words', models.CharField(blank=True, help_text='of the acceptance, refusal or feedback; or why withdrawn', max_length=1000, verbose_name='对方的话')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='了结时间')),
                ('left', models.CharField(blank=True, max_length=300, verbose_name='不再转介的理由')),
            ],
            options={
                'verbose_name': '转介',
                'verbose_name_plural': '转介',
                'ordering': ('matter', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=20, verbose_name='纠纷类型')),
                ('code', models.CharField(blank=True, max_length=4, verbose_name='类别')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('lines', models.JSONField(verbose_name='文字')),
                ('never', models.JSONField(default=list, verbose_name='绝不印')),
                ('never_alone', models.JSONField(default=list, verbose_name='有条件才印')),
                ('picks', models.BooleanField(default=False, verbose_name='由告知人选定')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='起用日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='写定时间')),
                ('reviewed_on', models.DateField(null=True, verbose_name='审核日期')),
            ],
            options={
                'verbose_name': '救济途径',
                'verbose_name_plural': '救济途径',
                'ordering': ('kind', 'code', '-version'),
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guardian', '法定代理人'), ('agent', '委托代理人'), ('officer', '单位代表')], max_length=10, verbose_name='种类')),
                ('relation', models.CharField(blank=True, choices=[('parent', '父母'), ('grandparent', '祖父母、外祖父母'), ('sibling', '兄、姐'), ('spouse', '配偶'), ('child', '子女'), ('kin', '其他近亲属'), ('other', '其他个人或者组织（经村、居民委员会或者民政部门同意）'), ('appointed', '指定、临时监护（法院、村居、民政）')], max_length=12, verbose_name='与被监护人的关系')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='职务、与委托人的关系')),
                ('head', models.BooleanField(default=False, verbose_name='法定代表人（负责人）')),
                ('earlier_fail', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='顺序在先的监护人为什么不担任')),
                ('proof', models.CharField(max_length=120, verbose_name='核对的证明')),
                ('consented_on', models.DateField(blank=True, null=True, verbose_name='监护人同意日期')),
                ('data_consent', models.BooleanField(default=False, verbose_name='同意处理不满十四周岁未成年人的个人信息')),
                ('child_view', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='被监护人的意见')),
                ('conflict', models.BooleanField(default=False, verbose_name='与被监护人利益相反')),
                ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('state', '代为陈述'), ('settle', '代为承认、放弃、变更请求，和解，签订协议（特别授权）'), ('receive', '代为领取款物'), ('papers', '代收文书'), ('confirm', '代为申请司法确认'), ('substitute', '转委托')], max_length=12), blank=True, default=list, size=None, verbose_name='权限')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('stamped', models.BooleanField(default=False, verbose_name='已加盖单位印章')),
                ('given_on', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止时间')),
            ],
            options={
                'verbose_name': '代理',
                'verbose_name_plural': '代理',
                'ordering': ('given_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Reserved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('batch', models.CharField(db_index=True, max_length=8)),
                ('number', models.CharField(max_length=40, verbose_name='登记号')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='事项编号')),
                ('lookup_code', core.privacy.fields.EncryptedTextField(verbose_name='查询码')),
                ('reserved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_for', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Rung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='梯次')),
                ('name', models.CharField(help_text='of the step at that time', max_length=30, verbose_name='名称')),
                ('started_at', models.DateTimeField(verbose_name='开始')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束')),
                ('result', models.CharField(blank=True, choices=[('settled', '化解'), ('handed_up', '上交')], max_length=10, verbose_name='结果')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='经过、上交理由')),
            ],
            options={
                'ordering': ('started_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='清单')),
                ('name', models.CharField(max_length=16, verbose_name='名称')),
                ('query', models.CharField(max_length=500, verbose_name='筛选地址')),
            ],
            options={
                'verbose_name': '保存的筛选',
                'verbose_name_plural': '保存的筛选',
            },
        ),
        migrations.CreateModel(
            name='SealedFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40)),
                ('thing', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('mac', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('paper', models.CharField(help_text='key of its DocumentKind', max_length=40, verbose_name='文书')),
                ('turn', models.PositiveSmallIntegerField(default=0, verbose_name='第几次作出')),
                ('way', models.CharField(choices=[('direct', '直接送达：本人签收'), ('household', '直接送达：同住的成年家属签收'), ('unit', '直接送达：单位的法定代表人、负责收件的人签收'), ('agent', '直接送达：法定代理人、委托代理人签收'), ('left', '留置送达：拒绝签收'), ('post', '邮寄送达'), ('electronic', '电子送达'), ('publication', '公告送达')], max_length=12, verbose_name='送达方式')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='寄出日期')),
                ('on', models.DateField(blank=True, null=True, verbose_name='日期')),
                ('served_on', models.DateField(blank=True, null=True, verbose_name='送达日期')),
                ('failed', models.CharField(blank=True, max_length=120, verbose_name='没有送达的原因')),
                ('receiver', models.CharField(blank=True, max_length=60, verbose_name='签收人')),
                ('relation', models.CharField(blank=True, max_length=60, verbose_name='与受送达人的关系、职务')),
                ('refused_for', models.CharField(blank=True, max_length=120, verbose_name='拒签原因')),
                ('witness', models.CharField(blank=True, max_length=60, verbose_name='见证人')),
                ('witness_post', models.CharField(blank=True, max_length=60, verbose_name='见证人的单位、职务')),
                ('pictured', models.BooleanField(default=False, verbose_name='已拍照、录像并留在住所')),
                ('tracking', models.CharField(blank=True, max_length=40, verbose_name='邮件号')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='地点、公告的地方')),
                ('unknown', models.BooleanField(default=False, verbose_name='下落不明')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='备注')),
            ],
            options={
                'verbose_name': '送达',
                'verbose_name_plural': '送达',
                'ordering': ('matter', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('agreed', models.BooleanField(null=True, verbose_name='同意')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='答复')),
            ],
            options={
                'verbose_name': '换班',
                'verbose_name_plural': '换班',
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('what', models.CharField(max_length=300, verbose_name='交办内容')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('given_at', models.DateTimeField(verbose_name='交办时间')),
                ('state', models.CharField(choices=[('given', '待接受'), ('accepted', '办理中'), ('reported', '待验收'), ('done', '已办结'), ('returned', '已退回'), ('cancelled', '已取消')], default='given', max_length=10, verbose_name='状态')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='接受时间')),
                ('report', models.CharField(blank=True, max_length=1000, verbose_name='完成情况')),
                ('no_proof', models.CharField(blank=True, max_length=200, verbose_name='没有材料的原因')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='报完成时间')),
                ('reason', models.CharField(blank=True, help_text='of the last return, sending back, extension, cancelling', max_length=300, verbose_name='理由')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='了结时间')),
            ],
            options={
                'verbose_name': '交办',
                'verbose_name_plural': '交办',
                'ordering': ('matter', 'number'),
            },
        ),
        migrations.CreateModel(
            name='TeamTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='如：1+1+8 信访包案。', max_length=40, unique=True, verbose_name='名称')),
                ('basis', models.CharField(help_text='定这个专班的文件、会议。', max_length=100, verbose_name='依据')),
                ('roles', models.TextField(help_text='一行一个角色，空一格写人数，不写的是 1 人，如：包村干部 2。', max_length=600, verbose_name='角色')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '专班模板',
                'verbose_name_plural': '专班模板',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('place', models.CharField(max_length=60, verbose_name='地点')),
                ('begins', models.TimeField(verbose_name='自')),
                ('ends', models.TimeField(verbose_name='至')),
                ('substituted_by', models.CharField(blank=True, max_length=60, verbose_name='由谁指定')),
                ('substitute_reason', models.CharField(blank=True, max_length=200, verbose_name='代班原因')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签到时间')),
            ],
            options={
                'verbose_name': '班次',
                'verbose_name_plural': '班次',
                'ordering': ('day', 'begins', 'id'),
            },
        ),
        migrations.CreateModel(
            name='TurnLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('people', models.PositiveSmallIntegerField(verbose_name='接待（人次）')),
                ('matters', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='关联的事项')),
                ('words', models.TextField(help_text='不写来访人的姓名和电话。', max_length=1000, verbose_name='做了什么')),
            ],
            options={
                'verbose_name': '值班记录',
                'verbose_name_plural': '值班记录',
                'ordering': ('at', 'id'),
                'abstract': False,
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
                ('takes_accusations', models.BooleanField(default=False, help_text='纪检监察等按管理权限有权处理的机关：检举控告只能转给它们。', verbose_name='受理检举控告')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('entries', models.PositiveIntegerField(default=0)),
                ('problems', models.PositiveIntegerField(default=0)),
                ('sentences', models.JSONField(default=list, help_text='the first problems, in words')),
            ],
            options={
                'ordering': ('-begun_at', '-id'),
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
                ('id_number', core.privacy.fields.EncryptedTextField(blank=True, help_text='只用来认出本人是当事人的事项，使其回避；不显示、不导出。', verbose_name='身份证号码')),
                ('id_hash', core.privacy.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='id', source='id_number')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='下次登录须改密码')),
                ('password_changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='改密时间')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'ordering': ('username',),
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
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='of Procedure.arranges: 调解, 谈话', max_length=10, verbose_name='约什么')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('until', models.DateTimeField(verbose_name='到')),
                ('place', models.CharField(max_length=60, verbose_name='地点')),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='和谁')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='取消时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁主持')),
            ],
            options={
                'verbose_name': '约定',
                'verbose_name_plural': '约定',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=18, unique=True, verbose_name='编码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('initials', core.privacy.fields.InitialsField(blank=True, db_index=True, editable=False, max_length=40, source='name', verbose_name='拼音首字母')),
                ('path', models.CharField(db_index=True, editable=False, max_length=120)),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                ('earlier_names', models.JSONField(default=list, editable=False, help_text='[name, its last day], the oldest first', verbose_name='曾用名')),
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
            name='AreaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('rename', '更名'), ('split', '拆分'), ('merge', '合并'), ('carry', '随上级变动')], max_length=8, verbose_name='变动')),
                ('on', models.DateField(verbose_name='自')),
                ('old_name', models.CharField(max_length=40, verbose_name='原名称')),
                ('basis', models.CharField(max_length=60, verbose_name='依据文号')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('new', models.ForeignKey(help_text='更名的是同一个', on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='core.area', verbose_name='现区域')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='core.area', verbose_name='原区域')),
            ],
            options={
                'verbose_name': '区域变动',
                'verbose_name_plural': '区域变动',
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('item', models.CharField(blank=True, help_text='which Item of its dossier it is: chosen, never guessed', max_length=20, verbose_name='卷内材料')),
                ('kind', models.CharField(max_length=10)),
                ('digest', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('original_digest', models.CharField(blank=True, max_length=80, verbose_name='原文件校验值')),
                ('is_evidence', models.BooleanField(default=False, help_text='the original is kept too, opened like a full view', verbose_name='证明时间或地点')),
                ('is_signed', models.BooleanField(default=False, help_text='left as it came: a change breaks it', verbose_name='带电子签名')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=120)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('added_at', 'id'),
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
                ('item', models.PositiveSmallIntegerField(default=0, help_text="which of several of a rule: a task's number")),
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
                ('suspended_for', models.CharField(blank=True, help_text='the reason with its article', max_length=120)),
                ('suspended_until', models.DateField(blank=True, help_text='asked again on this day', null=True)),
                ('pauses', models.JSONField(blank=True, default=list)),
                ('look_at', models.DateTimeField(blank=True, help_text='when the watch must look next', null=True)),
                ('looked_at', models.DateTimeField(default=django.utils.timezone.now, help_text='steps before this moment are never taken')),
                ('hourly', models.GeneratedField(db_persist=True, expression=models.Q(('term__regex', '[0-9](H|WH|N)$')), output_field=models.BooleanField())),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('started_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Correspondence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('direction', models.CharField(choices=[('sent', '发出'), ('received', '收到')], default='sent', max_length=8, verbose_name='收发')),
                ('purpose', models.CharField(choices=[('forward', '转送'), ('assign', '交办'), ('hand_up', '提请'), ('ask', '函询'), ('report', '办结报告'), ('objection', '异议'), ('notice', '通报'), ('suggest', '建议'), ('inform', '报送情况')], max_length=10, verbose_name='事由')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('dated_on', models.DateField(verbose_name='落款日期')),
                ('came_on', models.DateField(blank=True, null=True, verbose_name='收到日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='要求回复的日期')),
                ('first_due_on', models.DateField(blank=True, help_text='后来改了的才有', null=True, verbose_name='函上写的回复日期')),
                ('words', models.CharField(max_length=1000, verbose_name='内容')),
                ('signed_by', models.CharField(blank=True, max_length=40, verbose_name='签发人')),
                ('typed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('urged_on', models.DateField(blank=True, null=True, verbose_name='最近催问')),
                ('urged_until', models.DateField(blank=True, null=True, verbose_name='催问所定的日期')),
                ('urged', models.PositiveSmallIntegerField(default=0, verbose_name='催问次数')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回复日期')),
                ('answer_reference', models.CharField(blank=True, max_length=60, verbose_name='复函文号')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', '接收（同意）'), ('refused', '退回（不同意）'), ('answered', '答复')], max_length=10, verbose_name='结果')),
                ('answer', models.CharField(blank=True, max_length=2000, verbose_name='回复内容')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='core.correspondence', verbose_name='所复的来函')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回复录入人')),
                ('typed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
            ],
            options={
                'verbose_name': '往来函件',
                'verbose_name_plural': '往来函件',
                'ordering': ('matter', 'number'),
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
        migrations.AddField(
            model_name='dangerreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告人'),
        ),
        migrations.AddField(
            model_name='document',
            name='issued_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='electronicconsent',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='core.clock'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.AddField(
            model_name='export',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人'),
        ),
        migrations.AddField(
            model_name='helper',
            name='areas',
            field=models.ManyToManyField(blank=True, help_text='空着就是全镇。', related_name='+', to='core.area', verbose_name='服务区域'),
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
        migrations.AddField(
            model_name='historyentry',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historyentry',
            name='holder',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='core.historyentry'),
        ),
        migrations.AddField(
            model_name='holding',
            name='activated_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启用人'),
        ),
        migrations.AddField(
            model_name='holding',
            name='given_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人'),
        ),
        migrations.AddField(
            model_name='holding',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.AddField(
            model_name='import',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人'),
        ),
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='imported', serialize=False, to='core.matter')),
            ],
        ),
        migrations.CreateModel(
            name='MatterText',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='core.matter')),
                ('text', models.TextField()),
                ('grams', models.GeneratedField(db_persist=True, expression=models.Func(models.F('text'), function='fq_grams'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
            ],
        ),
        migrations.CreateModel(
            name='PaySheet',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='+', serialize=False, to='core.matter')),
                ('first', models.DateField(verbose_name='起')),
                ('last', models.DateField(verbose_name='止')),
                ('total', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='合计（元）')),
                ('left_out', models.JSONField(default=dict, help_text='why → how many', verbose_name='没有列的')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='核对日期')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='发放日期')),
                ('voucher', models.CharField(blank=True, max_length=60, verbose_name='凭证号')),
            ],
            options={
                'verbose_name': '发放表',
                'verbose_name_plural': '发放表',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='PostHandover',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='+', serialize=False, to='core.matter')),
                ('last_day', models.DateField(verbose_name='在岗到')),
                ('counted_at', models.DateTimeField(verbose_name='清点时间')),
                ('count', models.PositiveSmallIntegerField(default=1, verbose_name='第几次清点')),
                ('giver_signed_at', models.DateTimeField(blank=True, null=True, verbose_name='移交人签字')),
                ('receiver_signed_at', models.DateTimeField(blank=True, null=True, verbose_name='接手人签字')),
            ],
            options={
                'verbose_name': '岗位交接',
                'verbose_name_plural': '岗位交接',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='+', serialize=False, to='core.matter')),
                ('first', models.DateField(verbose_name='起')),
                ('last', models.DateField(verbose_name='止')),
                ('rule', models.JSONField(help_text='what it was made by, in words', verbose_name='排班规则')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公示时间')),
            ],
            options={
                'verbose_name': '排班',
                'verbose_name_plural': '排班',
            },
            bases=('core.matter',),
        ),
        migrations.AddField(
            model_name='alarmunit',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='告知单位'),
        ),
        migrations.AddConstraint(
            model_name='alarmunit',
            constraint=models.UniqueConstraint(fields=('flag', 'unit'), name='a_unit_is_alarmed_once'),
        ),
        migrations.AddField(
            model_name='matter',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.area', verbose_name='地点'),
        ),
        migrations.AddField(
            model_name='matter',
            name='first_contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人'),
        ),
        migrations.AddField(
            model_name='matter',
            name='flags_cleared_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matter',
            name='holder_user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='现由'),
        ),
        migrations.AddField(
            model_name='matter',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='core.matter', verbose_name='并入事项'),
        ),
        migrations.AddField(
            model_name='matter',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offspring', to='core.matter', verbose_name='上级事项'),
        ),
        migrations.AddField(
            model_name='matter',
            name='root',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='family', to='core.matter', verbose_name='根事项'),
        ),
        migrations.AddField(
            model_name='matter',
            name='split_from',
            field=models.ForeignKey(blank=True, help_text='a root of its own, with people, label and exclusions of its own, under the code of this one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='split_off', to='core.matter', verbose_name='拆分自'),
        ),
        migrations.AddField(
            model_name='historyentry',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='core.matter'),
        ),
        migrations.AddField(
            model_name='handoveritem',
            name='about',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='matter',
            field=models.ForeignKey(help_text='the root of its family', on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='electronicconsent',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='electronic_consents', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='document',
            name='matter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='core.matter'),
        ),
        migrations.AddField(
            model_name='dangerreport',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='danger_reports', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='correspondence',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='correspondence', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='clock',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='core.matter'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='core.matter'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='accused',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accused', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='access',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access', to='core.matter'),
        ),
        migrations.AddConstraint(
            model_name='ladderstep',
            constraint=models.UniqueConstraint(fields=('ladder', 'level'), name='a_ladder_has_a_step_once'),
        ),
        migrations.AddField(
            model_name='link',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='link',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_on', to='core.matter'),
        ),
        migrations.AddField(
            model_name='link',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_back', to='core.matter'),
        ),
        migrations.AddField(
            model_name='listchoice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='localterm',
            constraint=models.UniqueConstraint(fields=('rule', 'category', 'level', 'valid_from'), name='a_level_sets_a_term_once_from_a_day', violation_error_message='这一级对这个类别、从这一天起已经定过。'),
        ),
        migrations.AddField(
            model_name='clock',
            name='local',
            field=models.ForeignKey(blank=True, help_text="the row whose term it took; none for the rule's own", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.localterm'),
        ),
        migrations.AddField(
            model_name='look',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人'),
        ),
        migrations.AddField(
            model_name='look',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='notice',
            name='matter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.matter'),
        ),
        migrations.AddField(
            model_name='notice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='onlineintake',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='onlineintake',
            name='matter',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter'),
        ),
        migrations.AddField(
            model_name='helper',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outsidebody', verbose_name='所属镇外单位'),
        ),
        migrations.AddField(
            model_name='correspondence',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correspondence', to='core.outsidebody', verbose_name='对方单位'),
        ),
        migrations.AddField(
            model_name='party',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='look',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='core.party', verbose_name='当事人'),
        ),
        migrations.AddField(
            model_name='electronicconsent',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人'),
        ),
        migrations.AddField(
            model_name='dangerreport',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人'),
        ),
        migrations.AddField(
            model_name='passworduse',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='password_uses', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payline',
            name='about',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='payline',
            name='payee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='领取人'),
        ),
        migrations.AddConstraint(
            model_name='payrate',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_rate_is_above_nothing', violation_error_message='标准要大于零。'),
        ),
        migrations.AddConstraint(
            model_name='payrate',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='a_rate_ends_after_it_starts', violation_error_message='停用日期早于施行日期。'),
        ),
        migrations.AddConstraint(
            model_name='payrate',
            constraint=models.UniqueConstraint(fields=('what', 'valid_from'), name='one_rate_a_day', violation_error_message='这一天已经有这一项的标准。'),
        ),
        migrations.AddField(
            model_name='payline',
            name='rate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.payrate', verbose_name='标准'),
        ),
        migrations.AddField(
            model_name='post',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.area', verbose_name='管辖区域'),
        ),
        migrations.AddField(
            model_name='holding',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='core.post', verbose_name='岗位'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.holding', verbose_name='继任'),
        ),
        migrations.AddField(
            model_name='referral',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outsidebody', verbose_name='镇外单位'),
        ),
        migrations.AddField(
            model_name='referral',
            name='earlier',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='core.referral', verbose_name='接续哪一项'),
        ),
        migrations.AddField(
            model_name='referral',
            name='helper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='core.helper', verbose_name='帮扶力量'),
        ),
        migrations.AddField(
            model_name='referral',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='referral',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='转介对象'),
        ),
        migrations.AddField(
            model_name='referral',
            name='sender',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转介人'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='写的人'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人'),
        ),
        migrations.AddField(
            model_name='representation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='representation',
            name='principal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='core.party', verbose_name='被代理人'),
        ),
        migrations.AddField(
            model_name='representation',
            name='representative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_for', to='core.party', verbose_name='代理人'),
        ),
        migrations.AddField(
            model_name='referral',
            name='consent_by',
            field=models.ForeignKey(blank=True, help_text='the guardian who agreed for a ward; none where the person did', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.representation', verbose_name='由谁同意'),
        ),
        migrations.AddField(
            model_name='reserved',
            name='given_up_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reserved',
            name='matter',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter'),
        ),
        migrations.AddField(
            model_name='reserved',
            name='reserved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rung',
            name='handler',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='处理人'),
        ),
        migrations.AddField(
            model_name='rung',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rungs', to='core.matter'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁的'),
        ),
        migrations.AddConstraint(
            model_name='sealedfact',
            constraint=models.UniqueConstraint(fields=('table', 'thing'), name='a_thing_is_sealed_once'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('kind', 'year'), name='a_series_counts_once_a_year'),
        ),
        migrations.AddField(
            model_name='service',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送达人'),
        ),
        migrations.AddField(
            model_name='service',
            name='consent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.electronicconsent'),
        ),
        migrations.AddField(
            model_name='service',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document', verbose_name='已出具的文书'),
        ),
        migrations.AddField(
            model_name='service',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='service',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='受送达人'),
        ),
        migrations.AddField(
            model_name='service',
            name='through',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.representation', verbose_name='代理人'),
        ),
        migrations.AddField(
            model_name='swap',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
        ),
        migrations.AddField(
            model_name='swap',
            name='asked_of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对方'),
        ),
        migrations.AddField(
            model_name='task',
            name='access',
            field=models.ForeignKey(help_text='opened for it, ends with it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.access'),
        ),
        migrations.AddField(
            model_name='task',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交办人'),
        ),
        migrations.AddField(
            model_name='task',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='task',
            name='reported_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报完成人'),
        ),
        migrations.AddField(
            model_name='task',
            name='typed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人'),
        ),
        migrations.AddField(
            model_name='turn',
            name='signed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='turn',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代班人'),
        ),
        migrations.AddField(
            model_name='turn',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='轮值人'),
        ),
        migrations.AddField(
            model_name='swap',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.turn', verbose_name='换到的班次'),
        ),
        migrations.AddField(
            model_name='swap',
            name='turn',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.turn', verbose_name='班次'),
        ),
        migrations.AddField(
            model_name='turnlog',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
        migrations.AddField(
            model_name='turnlog',
            name='turn',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='core.turn', verbose_name='班次'),
        ),
        migrations.AddField(
            model_name='unit',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.area', verbose_name='区域'),
        ),
        migrations.AddField(
            model_name='task',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='责任单位'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='shared_with',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.unit', verbose_name='共享给'),
        ),
        migrations.AddField(
            model_name='rung',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='referral',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='镇内单位'),
        ),
        migrations.AddField(
            model_name='post',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='core.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='outsidebody',
            name='unit',
            field=models.ForeignKey(blank=True, help_text='它在本镇的派驻单位（如派出所、法庭）也登记为单位的，在这里选上。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='对应的镇内单位'),
        ),
        migrations.AddField(
            model_name='matter',
            name='holder_unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='现由单位'),
        ),
        migrations.AddField(
            model_name='historyentry',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddField(
            model_name='helper',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='所属镇内单位'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='clock',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddField(
            model_name='accused',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='access',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddField(
            model_name='verification',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='areachange',
            constraint=models.UniqueConstraint(fields=('act', 'old', 'new', 'on'), name='a_place_changes_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areachange',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4054b7530d6e1bcdd300fcf85c452ed815fb6145', operation='DELETE', pgid='pgtrigger_kept_f960e', table='core_areachange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areachange',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='59da8cd5650552f5779b1194f55a7fe9dfe1aade', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_7e982', table='core_areachange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'workday'])), name='a_calendar_day_is_off_or_made_up'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('clock', 'step'), name='a_step_is_taken_once_per_clock'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_export_has_a_reason'),
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
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['digest'], name='import_by_digest'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('mode', ''), ('confirmed_at__isnull', False), _connector='XOR'), name='an_import_is_confirmed_with_its_mode'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('answers', {}), ('found', {}), ('headers', {}), ('refusals', [])), _connector='OR'), name='an_erased_file_leaves_no_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='abfd2d35b2217b2dc1fea75bada437c3f4582bee', operation='DELETE', pgid='pgtrigger_kept_7645e', table='core_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='b71ee2778d0e059ddc5e5e7877a3d392dd0d4f7d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_187e2', table='core_import', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='imported',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='core.import'),
        ),
        migrations.AddIndex(
            model_name='mattertext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='matter_text_grams'),
        ),
        migrations.AddField(
            model_name='paysheet',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人'),
        ),
        migrations.AddField(
            model_name='payline',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='core.paysheet', verbose_name='发放表'),
        ),
        migrations.AddField(
            model_name='posthandover',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人'),
        ),
        migrations.AddField(
            model_name='posthandover',
            name='giver_signed_by',
            field=models.ForeignKey(blank=True, help_text='移交人不在了，谁代签', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代签人'),
        ),
        migrations.AddField(
            model_name='posthandover',
            name='holding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.holding', verbose_name='岗位'),
        ),
        migrations.AddField(
            model_name='posthandover',
            name='receiver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人'),
        ),
        migrations.AddField(
            model_name='handoveritem',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='core.posthandover', verbose_name='岗位交接'),
        ),
        migrations.AddField(
            model_name='turnlog',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='logs', to='core.roster', verbose_name='排班'),
        ),
        migrations.AddField(
            model_name='turn',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='core.roster', verbose_name='排班'),
        ),
        migrations.AddField(
            model_name='swap',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='core.roster', verbose_name='排班'),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='a_roster_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['kind', 'scope'], name='document_by_scope'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('matter', 'kind', 'scope', 'version'), name='a_version_is_issued_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='20a0159de1d0b3f3650c823f795aa1fc3fb61e73', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_db95d', table='core_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='92e51aa027b700a57552cd2c9945a353f860639b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_b4f2f', table='core_document', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='a_withdrawn_file_says_why'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('is_evidence', False), models.Q(('original_digest', ''), _negated=True), _connector='OR'), name='evidence_keeps_its_original'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1db7adbf054e5b2f1a3da48d4e772235100de7bf', operation='DELETE', pgid='pgtrigger_kept_05f35', table='core_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='8d48c9403c3c47fac0c1e6afc73279411048b6e1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_c8d2e', table='core_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.withdrawn_at IS NOT NULL AND NEW.name = OLD.name OR NEW.withdrawn_at IS NULL OR NEW.name NOT IN (OLD.name, '已依法删除') OR (NEW.id, NEW.matter_id, NEW.kind, NEW.digest, NEW.size, NEW.about_id, NEW.added_at, NEW.added_by_id) IS DISTINCT FROM (OLD.id, OLD.matter_id, OLD.kind, OLD.digest, OLD.size, OLD.about_id, OLD.added_at, OLD.added_by_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c79eb4f0b2ac678d8f168269c0dfbb2173535c25', operation='UPDATE', pgid='pgtrigger_only_withdrawn_3bd07', table='core_attachment', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('cancelled_at', None)), fields=['user', 'at'], name='appointment_of_user'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('cancelled_at', None)), fields=['place', 'at'], name='appointment_at_place'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='an_appointment_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='two_matters_are_linked_once'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_older_matter_stands_first'),
        ),
        migrations.AddConstraint(
            model_name='listchoice',
            constraint=models.UniqueConstraint(fields=('user', 'kind'), name='a_user_chooses_once_for_a_list'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', '-at'], name='notice_list'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('call', True)), fields=['-at'], name='notice_to_call'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('user', 'key'), name='a_notice_is_told_once'),
        ),
        migrations.AddIndex(
            model_name='onlineintake',
            index=models.Index(condition=models.Q(('checked_at', None)), fields=['sent_at'], name='online_unchecked'),
        ),
        migrations.AddConstraint(
            model_name='onlineintake',
            constraint=models.CheckConstraint(condition=models.Q(('checked_at', None), models.Q(('matter', None), ('refused_for', ''), _connector='XOR'), _connector='OR'), name='a_checked_intake_became_a_matter_or_says_why_not'),
        ),
        migrations.AddIndex(
            model_name='correspondence',
            index=models.Index(condition=models.Q(('answered_on', None), ('due_on__isnull', False), ('withdrawn_at', None)), fields=['due_on'], name='answer_waited_for'),
        ),
        migrations.AddConstraint(
            model_name='correspondence',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_paper_to_outside_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='correspondence',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on', None), models.Q(('outcome', ''), _negated=True), _connector='XOR'), name='what_was_answered_says_how'),
        ),
        migrations.AddConstraint(
            model_name='correspondence',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('reason', ''), _negated=True), _connector='XOR'), name='what_was_withdrawn_says_why'),
        ),
        migrations.AddConstraint(
            model_name='correspondence',
            constraint=models.CheckConstraint(condition=models.Q(('direction', 'sent'), ('came_on__isnull', False), _connector='XOR'), name='what_came_has_the_day_on_which_it_came'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['name'], name='party_by_name'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('is_organisation', False), models.Q(('birth_on', None), ('sex', '0')), _connector='OR'), name='an_organisation_has_no_sex_and_no_birthday'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('contact__in', ['ok', 'never', 'through'])), name='a_contact_is_ok_never_or_through'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('capacity', ''), ('is_organisation', False), _connector='OR'), name='an_organisation_has_no_capacity_found'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_look_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80666cb5b6cf7d549a341940cccc3a91b5391166', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_87f7c', table='core_look', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='a1808a448cbb58fa3bfd9703520898ec7bd62838', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_72e8d', table='core_look', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dangerreport',
            constraint=models.CheckConstraint(condition=models.Q(('reported_at__gte', models.F('seen_at'))), name='what_was_reported_was_seen_before'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on') - datetime.timedelta(days=1)), _connector='OR'), name='a_holding_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('activated_by', None), models.Q(('activated_by', models.F('given_by')), _negated=True), _connector='OR'), name='a_holding_is_activated_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('deputy', False), ('ends_on__isnull', False), _connector='OR'), name='a_deputy_has_an_end'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='given_is_given', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.post_id, OLD.user_id, OLD.given_by_id) IS DISTINCT FROM (NEW.post_id, NEW.user_id, NEW.given_by_id) OR OLD.activated_by_id IS NOT NULL AND OLD.activated_by_id IS DISTINCT FROM NEW.activated_by_id)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='290a49a040b89c94594c5915d70fc826272ba706', operation='UPDATE', pgid='pgtrigger_given_is_given_cb664', table='core_holding', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='a_second_person_decides'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed', None), ('decided_at', None), ('decided_by', None)), models.Q(('agreed__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_decision_names_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('agreed', None)), fields=('act', 'content_type', 'object_id'), name='one_proposal_waits_at_a_time', violation_error_message='同一件事已经申请过，正等待复核。'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='a723219d3bed6b0f16ff45a7e970b3c1ea339726', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_4e025', table='core_proposal', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.UniqueConstraint(fields=('kind', 'code', 'version'), name='a_wording_is_kept_once'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by', None), ('reviewed_on', None)), models.Q(('reviewed_by__isnull', False), ('reviewed_on__isnull', False)), _connector='OR'), name='a_review_has_its_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remedy',
            trigger=pgtrigger.compiler.Trigger(name='words_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."lines" IS DISTINCT FROM (NEW."lines") OR OLD."never" IS DISTINCT FROM (NEW."never") OR OLD."never_alone" IS DISTINCT FROM (NEW."never_alone") OR OLD."picks" IS DISTINCT FROM (NEW."picks") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='624184647e4abcad0a5fdd96bb3f9d7ef3b57f8d', operation='UPDATE', pgid='pgtrigger_words_stay_0c64d', table='core_remedy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remedy',
            trigger=pgtrigger.compiler.Trigger(name='reviewed_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reviewed_on" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5f4bb9f45bb5f8a74732eff80b635a423e17e460', operation='UPDATE', pgid='pgtrigger_reviewed_once_4a3ae', table='core_remedy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remedy',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='176ba416cb7762687932867827e8e97453c2c240', operation='DELETE', pgid='pgtrigger_kept_93456', table='core_remedy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remedy',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='32d68062e7901923c3678ece2d6ddeb662cd0c9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_5f10b', table='core_remedy', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('principal', models.F('representative')), _negated=True), name='nobody_acts_for_themselves'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'guardian'), _negated=True), models.Q(('relation', ''), _negated=True), _connector='OR'), name='a_guardian_has_a_relation'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'agent'), ('scope__len__gt', 0)), models.Q(models.Q(('kind', 'agent'), _negated=True), ('scope__len', 0)), _connector='OR'), name='an_agent_and_nobody_else_has_a_scope'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('given_on')), _connector='OR'), name='a_mandate_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='reserved',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='a_number_is_reserved_once'),
        ),
        migrations.AddConstraint(
            model_name='reserved',
            constraint=models.CheckConstraint(condition=models.Q(('given_up_at', None), models.Q(('matter', None), models.Q(('given_up_for', ''), _negated=True)), _connector='OR'), name='what_is_given_up_was_not_used_and_says_why'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_service_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('served_on', None), _negated=True), fields=('matter', 'paper', 'party', 'turn', 'served_on'), name='a_paper_is_served_once', violation_error_message='这份文书已经送达，不用再送。'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('on', None)), fields=('matter', 'paper', 'party', 'turn'), name='one_letter_is_on_its_way', violation_error_message='这份文书已经寄出，请先登记投递结果。'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed', ''), ('on', None), ('served_on', None), ('way', 'post')), models.Q(('on__isnull', False), ('served_on', None), models.Q(('failed', ''), _negated=True)), models.Q(('failed', ''), ('on__isnull', False), ('served_on__isnull', False)), _connector='OR'), name='it_is_under_way_served_or_failed'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'left'), _negated=True), models.Q(('witness', ''), _negated=True), ('pictured', True), _connector='OR'), name='what_was_left_has_a_witness'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'electronic'), _negated=True), ('consent__isnull', False), _connector='OR'), name='nobody_is_served_by_wire_unasked'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'post'), _negated=True), models.Q(('sent_on__isnull', False), models.Q(('tracking', ''), _negated=True)), _connector='OR'), name='a_letter_has_a_number'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['unit'], name='open_task_of_unit'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['user'], name='open_task_of_user'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['giver'], name='task_of_giver'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_task_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('state__in', ['done', 'returned', 'cancelled']), _connector='XOR'), name='a_task_that_is_over_says_how'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'name'), name='a_user_s_filter_has_its_name'),
        ),
        migrations.AddConstraint(
            model_name='rung',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('matter',), name='one_step_of_a_ladder_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='rung',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('result', '')), models.Q(('ended_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='a_rung_that_ended_has_a_result'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['due_on'], name='referral_waiting'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_referral_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('body', None), ('unit', None), _connector='XOR'), name='a_referral_goes_to_a_body_or_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('state__in', ['refused', 'answered', 'withdrawn']), _connector='XOR'), name='a_referral_that_is_over_says_how'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', 'consent'), _negated=True), models.Q(('consent_on__isnull', False), models.Q(('consent_how', ''), _negated=True)), _connector='OR'), name='who_agreed_did_so_on_a_day_and_in_a_way'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('state', 'answered'), _connector='XOR'), name='feedback_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('earlier', None), ('told_on__isnull', False), _connector='OR'), name='who_is_passed_on_was_told'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('left', ''), ('state', 'refused'), _connector='OR'), name='only_what_was_refused_is_left'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('role', 'unit', 'area', 'name'), name='a_post_is_named_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='held_posts_keep_their_rights', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.role, OLD.unit_id, OLD.area_id) IS DISTINCT FROM (NEW.role, NEW.unit_id, NEW.area_id))', func="IF EXISTS (SELECT FROM core_holding h WHERE h.post_id = OLD.id) THEN RAISE EXCEPTION 'a post that was held keeps role, unit and area'; END IF; RETURN NEW;", hash='f37afa0845315b260df89d4d26069ee82d25776a', operation='UPDATE', pgid='pgtrigger_held_posts_keep_their_rights_e2c64', table='core_post', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['kind', '-received_at', '-id'], name='matter_list'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['kind', 'status', '-received_at', '-id'], name='matter_by_status'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['area_path'], name='matter_by_area', opclasses=['text_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['holder_unit', 'kind'], name='matter_in_hand'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['code'], name='matter_by_code'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['kind', 'closed_at', 'received_at'], name='matter_closed'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['due_at', 'id'], name='matter_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['-received_at', '-id'], name='matter_newest'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['parent'], name='matter_open_below'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='a_number_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('parent', None), ('split_from', None)), fields=('code',), name='a_code_has_one_root'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='no_matter_is_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('received_at')), _connector='OR'), name='a_matter_closes_after_it_came_in'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), models.Q(('masked_title', ''), _negated=True), _connector='OR'), name='a_title_has_its_masked_form'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(fields=['action', 'happened_at'], name='history_by_action'),
        ),
        migrations.AddConstraint(
            model_name='historyentry',
            constraint=models.UniqueConstraint(fields=('matter', 'seq'), name='history_has_no_branches'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='289247efbe9266ca1055f26277ab8c456bd686d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b9876', table='core_historyentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='352e63fa04539c254b6a99de5f221fbc4d5fbe1e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_a6489', table='core_historyentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='helper',
            constraint=models.CheckConstraint(condition=models.Q(('body', None), ('unit', None), _connector='XOR'), name='a_helper_is_of_a_body_or_a_unit', violation_error_message='所属单位选一个：镇外的或者镇内的。'),
        ),
        migrations.AddIndex(
            model_name='exclusion',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user'], include=('matter', 'starts_at', 'ends_at'), name='exclusion_of_user'),
        ),
        migrations.AddIndex(
            model_name='exclusion',
            index=models.Index(condition=models.Q(('unit__isnull', False)), fields=['unit'], include=('matter', 'starts_at', 'ends_at'), name='exclusion_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('unit', None), ('user', None), _connector='XOR'), name='an_exclusion_is_a_unit_s_or_a_user_s'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None), ('user__isnull', False)), fields=('matter', 'user', 'ground'), name='a_user_is_excluded_once'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None), ('unit__isnull', False)), fields=('matter', 'unit', 'ground'), name='a_unit_is_excluded_once'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['hourly', 'look_at'], name='clock_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('pending_year__isnull', False)), fields=['pending_year'], name='clock_pending'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(fields=['rule', 'started_at'], name='clock_by_rule'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('expires_at')), _connector='OR'), fields=['rule', 'expires_at'], name='clock_late'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('end', 'met'), ('right', False)), fields=['ended_at'], name='clock_met'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('matter', 'rule', 'unit', 'item'), name='a_rule_runs_once_per_matter_and_unit', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('end', ''), _negated=True), _connector='XOR'), name='an_ended_clock_says_how'),
        ),
        migrations.AddConstraint(
            model_name='accused',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('unit__isnull', False), _connector='OR'), name='an_accused_has_a_name_or_is_a_unit'),
        ),
        migrations.AddIndex(
            model_name='access',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user', 'matter'], include=('starts_at', 'ends_at'), name='access_of_user'),
        ),
        migrations.AddIndex(
            model_name='access',
            index=models.Index(condition=models.Q(('unit__isnull', False)), fields=['unit', 'matter'], include=('starts_at', 'ends_at'), name='access_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.CheckConstraint(condition=models.Q(('unit', None), ('user', None), _connector='XOR'), name='access_is_a_unit_s_or_a_user_s'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='access',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='abaf9e587e4b9e11ce36e0cafa07c36133bc023e', operation='DELETE', pgid='pgtrigger_kept_78eec', table='core_access', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='access',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='d2d351341477e4ee94bf7102c4126fa8dcec5893', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_18b72', table='core_access', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='access',
            trigger=pgtrigger.compiler.Trigger(name='only_ended', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at) OR (NEW.id, NEW.matter_id, NEW.unit_id, NEW.user_id, NEW.part, NEW.starts_at) IS DISTINCT FROM (OLD.id, OLD.matter_id, OLD.unit_id, OLD.user_id, OLD.part, OLD.starts_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='966509d8bda5876c7aa8955f63eed902cf086fec', operation='UPDATE', pgid='pgtrigger_only_ended_6a157', table='core_access', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verification',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='271ffce1687cd4f449c5612f3b92073e01d90c6b', operation='DELETE', pgid='pgtrigger_kept_38ab6', table='core_verification', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verification',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='76470fbcc324000022d960329d6ce0344dc898af', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_3b7a9', table='core_verification', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='paysheet',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), ('checked_on__isnull', False), _connector='XOR'), name='a_checked_sheet_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='paysheet',
            constraint=models.CheckConstraint(condition=models.Q(('paid_on', None), models.Q(('voucher', ''), _negated=True), _connector='OR'), name='what_was_paid_has_a_voucher'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_pay_line_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.UniqueConstraint(condition=models.Q(('struck', '')), fields=('key',), name='nothing_is_paid_twice', violation_error_message='这一件已经列进别的发放表。'),
        ),
        migrations.AddConstraint(
            model_name='posthandover',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='nobody_hands_over_to_himself'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(fields=['day'], name='turn_by_day'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.UniqueConstraint(fields=('matter', 'day', 'place', 'begins'), name='a_place_has_one_turn_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('substitute', None), models.Q(('substituted_by', ''), _negated=True), _connector='OR'), name='a_substitute_is_named_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at', None), ('signed_by__isnull', False), _connector='XOR'), name='a_sign_in_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('agreed', None), ('answered_at__isnull', False), _connector='XOR'), name='an_answered_swap_says_when'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.UniqueConstraint(condition=models.Q(('agreed', None)), fields=('turn',), name='a_turn_is_swapped_once_at_a_time', violation_error_message='这个班次已经在申请换班。'),
        ),
        ]),
        migrations.RunSQL(
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS 1000",
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS -1",
        ),
    ]
