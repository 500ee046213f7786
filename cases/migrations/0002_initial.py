import core.privacy.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WholeTables([
        migrations.AddField(
            model_name='callback',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_case', serialize=False, to='core.matter')),
                ('channel', models.CharField(choices=[('visit', '来访'), ('phone', '来电'), ('letter', '来信'), ('net', '网络'), ('grid', '网格'), ('hotline', '12345'), ('superior', '上级交办'), ('leader', '领导接访'), ('transfer', '部门移送')], max_length=10, verbose_name='来源')),
                ('demand', models.TextField(verbose_name='诉求')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='详细地点')),
                ('particulars', models.JSONField(blank=True, default=list, help_text='[question, answer] in the order of the questions', verbose_name='专项情况')),
                ('read_aloud', models.BooleanField(default=False, help_text='来访人不识字，记录已向本人宣读', verbose_name='已宣读')),
                ('wishes', models.JSONField(blank=True, default=list, verbose_name='意愿')),
                ('head_count', models.PositiveSmallIntegerField(default=1, verbose_name='来访人数')),
                ('crowd_reported_at', models.DateTimeField(blank=True, null=True, verbose_name='紧急报告时间')),
                ('materials', models.CharField(blank=True, max_length=200, verbose_name='提交材料')),
                ('repeated', models.BooleanField(default=False, verbose_name='重复')),
                ('grade', models.CharField(blank=True, choices=[('simple', '简单'), ('ordinary', '一般'), ('complex', '复杂')], max_length=10, verbose_name='难易')),
                ('answer', models.TextField(blank=True, verbose_name='办理结果')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('satisfaction', models.CharField(blank=True, choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unreached', '联系不上'), ('declined', '不愿评价')], max_length=12, verbose_name='评价')),
                ('called_back_at', models.DateTimeField(blank=True, null=True, verbose_name='回访时间')),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='重办时间')),
                ('own_rating', models.CharField(blank=True, choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unreached', '联系不上'), ('declined', '不愿评价')], max_length=12, verbose_name='群众评价')),
                ('own_words', models.CharField(blank=True, max_length=300, verbose_name='群众留言')),
                ('own_rated_at', models.DateTimeField(blank=True, null=True, verbose_name='群众评价时间')),
                ('told_body', models.CharField(blank=True, max_length=60, verbose_name='应去的机关')),
                ('told_where', models.CharField(blank=True, max_length=120, verbose_name='地址、电话')),
                ('told_basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('ways', models.JSONField(blank=True, default=dict, help_text='core.documents.remedies.Telling.kept', verbose_name='已告知的途径')),
                ('source_key', models.CharField(blank=True, max_length=80, verbose_name='导入编号')),
                ('source_number', models.CharField(blank=True, help_text='source:number as its own system has it', max_length=60, verbose_name='登记号')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
            },
            bases=('core.matter',),
        ),
        migrations.AddField(
            model_name='callback',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='cases.case'),
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('initials', core.privacy.fields.InitialsField(blank=True, editable=False, max_length=40, source='name')),
                ('judicial', models.CharField(blank=True, help_text='纠纷类型（18 类）', max_length=20, verbose_name='司法部口径')),
                ('mediable', models.BooleanField(default=True, verbose_name='可调解')),
                ('civil_side_only', models.BooleanField(default=False, help_text='其余归行政途径：征收、征用', verbose_name='只调解民事部分')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.category')),
            ],
            options={
                'verbose_name': '类别',
                'verbose_name_plural': '类别',
                'ordering': ('code',),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category', verbose_name='类别'),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(verbose_name='延长（日）')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True, verbose_name='同意')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='cases.case')),
            ],
            options={
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lead', models.BooleanField(default=True, verbose_name='主办')),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='分工')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='转办意见')),
                ('binding', models.BooleanField(default=False, help_text='退回没有同意，或由中心主任指定', verbose_name='不得再退')),
                ('handed_at', models.DateTimeField(verbose_name='转办时间')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('answer', models.TextField(blank=True, verbose_name='协办答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='协办答复时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('returned_for', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('handed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='cases.case')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='承办单位')),
            ],
            options={
                'ordering': ('handed_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500, verbose_name='批示')),
                ('given_by', models.CharField(max_length=60, verbose_name='批示人')),
                ('given_at', models.DateTimeField(verbose_name='批示时间')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instructions', to='cases.case')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('given_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PetitionClass',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('initials', core.privacy.fields.InitialsField(blank=True, editable=False, max_length=40, source='name')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.petitionclass')),
            ],
            options={
                'verbose_name': '信访内容分类',
                'verbose_name_plural': '信访内容分类',
                'ordering': ('code',),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='petition_class',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.petitionclass', verbose_name='信访内容分类'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('words', models.CharField(max_length=60, verbose_name='问什么')),
                ('kind', models.CharField(choices=[('text', '文字'), ('number', '数字'), ('date', '日期'), ('yes_no', '是或否'), ('choice', '选项')], default='text', max_length=8, verbose_name='怎么答')),
                ('choices', models.CharField(blank=True, help_text='用顿号隔开：有、没有、不清楚', max_length=200, verbose_name='选项')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='cases.category', verbose_name='类别（一级的管下面各项）')),
            ],
            options={
                'verbose_name': '类别专问',
                'verbose_name_plural': '类别专问',
                'ordering': ('category', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Reception',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('booked_at', models.DateTimeField(verbose_name='预约时间')),
                ('outcome', models.CharField(blank=True, choices=[('answered', '当面答复、解释'), ('instructed', '批示、交办'), ('absent', '来访人没有来')], max_length=10, verbose_name='结果')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='接访时间')),
                ('record', models.TextField(blank=True, verbose_name='接谈情况')),
                ('opinion', models.CharField(blank=True, max_length=500, verbose_name='处理意见')),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接访领导')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receptions', to='cases.case', verbose_name='事项')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('turn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receptions', to='core.turn', verbose_name='接访班次')),
            ],
            options={
                'verbose_name': '领导接访',
                'verbose_name_plural': '领导接访',
                'ordering': ('turn__day', 'turn', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True, verbose_name='名称')),
                ('kind', models.CharField(choices=[('window', '窗口'), ('room', '功能室')], default='room', max_length=8, verbose_name='种类')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='由谁坐班')),
            ],
            options={
                'verbose_name': '窗口和功能室',
                'verbose_name_plural': '窗口和功能室',
                'ordering': ('order', 'id'),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='room',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.room', verbose_name='功能室'),
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, help_text='如 职责清单第 7 项', max_length=120, verbose_name='依据')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.area', verbose_name='区域')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category', verbose_name='类别')),
                ('helpers', models.ManyToManyField(blank=True, related_name='+', to='core.unit', verbose_name='协办单位')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '分流规则',
                'verbose_name_plural': '分流规则',
                'ordering': ('category', 'area', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(editable=False, null=True, unique=True)),
                ('day', models.DateField(verbose_name='日期')),
                ('number', models.PositiveSmallIntegerField(verbose_name='号')),
                ('purpose', models.CharField(blank=True, max_length=40, verbose_name='办什么')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                ('first', models.BooleanField(default=False, help_text='老人、残疾人、孕妇、军人', verbose_name='优先')),
                ('state', models.CharField(choices=[('waiting', '等候'), ('called', '已叫号'), ('serving', '接待中'), ('done', '已接待'), ('gone', '过号未到')], default='waiting', max_length=8, verbose_name='状态')),
                ('arrived_at', models.DateTimeField(verbose_name='到达')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='排进这里')),
                ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='第一次叫号')),
                ('last_called_at', models.DateTimeField(blank=True, null=True, verbose_name='最近一次叫号')),
                ('calls', models.PositiveSmallIntegerField(default=0, verbose_name='叫了几次')),
                ('served_at', models.DateTimeField(blank=True, null=True, verbose_name='开始接待')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束')),
                ('nothing', models.CharField(blank=True, max_length=100, verbose_name='没有诉求')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='对上的时间')),
                ('called_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tickets', to='cases.case')),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.matter')),
                ('passed_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.room')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='cases.room', verbose_name='去哪里')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '排队号',
                'verbose_name_plural': '排队号',
                'ordering': ('day', 'number'),
            },
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', None)), fields=('matter',), name='one_extension_is_asked_for_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', True)), fields=('matter',), name='a_case_is_extended_once'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('granted', None), ('decided_at__isnull', False), _connector='XOR'), name='a_decision_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('lead', True)), fields=('matter',), name='one_lead_runs_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('matter', 'unit'), name='a_unit_is_asked_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at', None), ('signed_by__isnull', False), _connector='XOR'), name='a_signature_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('returned_for', ''), ('ended_at__isnull', False), _connector='OR'), name='a_returned_hand_over_has_ended'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_helper_s_answer_has_words'),
        ),
        migrations.AddIndex(
            model_name='reception',
            index=models.Index(fields=['received_at'], name='reception_by_time'),
        ),
        migrations.AddConstraint(
            model_name='reception',
            constraint=models.UniqueConstraint(fields=('matter', 'turn'), name='a_matter_comes_to_a_turn_once', violation_error_message='这件事项已经约在这个班次。'),
        ),
        migrations.AddConstraint(
            model_name='reception',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('received_at__isnull', False), _connector='XOR'), name='a_reception_that_was_held_has_its_outcome'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['channel'], name='case_by_channel'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('source_number', ''), _negated=True), fields=['source_number'], name='case_by_source_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('demand', ''), _negated=True), name='a_case_has_a_demand'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('head_count__gte', 1)), name='a_case_has_at_least_one_visitor'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='an_answer_has_words'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('satisfaction', ''), ('called_back_at__isnull', False), _connector='OR'), name='a_rating_comes_from_a_call_back'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('own_rating', ''), ('own_rated_at__isnull', False), _connector='XOR'), name='a_citizen_rates_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('source_key',), name='an_imported_row_is_stored_once'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.CheckConstraint(condition=models.Q(('category__isnull', False), ('area__isnull', False), _connector='OR'), name='a_rule_names_a_category_or_an_area'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['day', 'room'], name='ticket_open'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('case', None), ('matter', None), ('nothing', ''), ('served_at__isnull', False), ('state', 'done')), fields=['day'], name='ticket_unregistered'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(fields=('day', 'number'), name='a_ticket_number_is_given_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('state__in', ['done', 'gone']), _connector='XOR'), name='an_ended_ticket_has_its_moment'),
        ),
        ]),
    ]
