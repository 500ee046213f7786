import core.privacy.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='BodyProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('village', '村人民调解委员会'), ('community', '居（社区）人民调解委员会'), ('town', '乡镇人民调解委员会'), ('street', '街道人民调解委员会'), ('enterprise', '企事业单位人民调解委员会'), ('trade', '社会团体、行业性专业性人民调解委员会'), ('studio', '个人调解工作室'), ('elders', '“五老”调解组织')], max_length=12, verbose_name='组织类别')),
                ('set_up_on', models.DateField(blank=True, null=True, verbose_name='设立日期')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='本届起')),
                ('ends_on', models.DateField(blank=True, help_text='每届三年', null=True, verbose_name='本届止')),
                ('areas', models.ManyToManyField(blank=True, help_text='空着就是单位所在的区域', related_name='+', to='core.area', verbose_name='服务区域')),
                ('unit', models.OneToOneField(limit_choices_to={'kind': 'mediation'}, on_delete=django.db.models.deletion.PROTECT, related_name='mediation_body', to='core.unit', verbose_name='调解组织')),
            ],
            options={
                'verbose_name': '调解组织',
                'verbose_name_plural': '调解组织',
                'ordering': ('unit__code',),
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='姓名')),
                ('field', models.CharField(max_length=60, verbose_name='专业')),
                ('organisation', models.CharField(blank=True, max_length=80, verbose_name='工作单位、职称')),
                ('phone', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='联系电话')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='入库日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='出库日期')),
            ],
            options={
                'verbose_name': '调解专家',
                'verbose_name_plural': '调解专家',
                'ordering': ('field', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='an_expert_ends_after_they_start')],
            },
        ),
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='+', serialize=False, to='core.matter')),
                ('source', models.CharField(choices=[('application', '依申请'), ('initiative', '主动调解'), ('court', '法院移送'), ('procuratorate', '检察院移送'), ('police', '公安机关移送'), ('petition', '信访部门移送'), ('other', '其他部门移送')], default='application', max_length=15, verbose_name='案件来源')),
                ('dispute', models.CharField(choices=[('family', '婚姻家庭'), ('neighbour', '邻里'), ('homestead', '房屋宅基地'), ('contract', '合同'), ('business', '生产经营'), ('damage', '损害赔偿'), ('land', '山林土地'), ('expropriation', '征地拆迁'), ('pollution', '环境污染'), ('migrant_wages', '拖欠农民工工资'), ('labour', '其他劳动争议'), ('tourism', '旅游'), ('online', '电子商务'), ('consumer', '其他消费'), ('medical', '医疗'), ('traffic', '道路交通事故'), ('property', '物业'), ('other', '其他纠纷')], max_length=15, verbose_name='纠纷类型')),
                ('facts', models.TextField(verbose_name='纠纷简要情况')),
                ('requests', models.TextField(blank=True, verbose_name='申请事项')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='受理时间')),
                ('applied_on', models.DateField(blank=True, null=True, verbose_name='申请日期')),
                ('referred_by', models.CharField(blank=True, max_length=60, verbose_name='移送机关')),
                ('referral_number', models.CharField(blank=True, max_length=60, verbose_name='移送文号')),
                ('feedback_by', models.DateField(blank=True, null=True, verbose_name='应反馈日期')),
                ('fed_back_at', models.DateTimeField(blank=True, null=True, verbose_name='已反馈时间')),
                ('refusal', models.CharField(blank=True, choices=[('special_body', '法律规定只能由专门机关管辖处理'), ('barred', '法律禁止采用民间调解方式'), ('taken', '法院、公安机关或者其他机关已经受理或者解决'), ('crime', '涉嫌违法犯罪，已报告公安机关；民事赔偿部分待其处理后可申请调解'), ('unwilling', '一方当事人明确拒绝调解'), ('not_ours', '不属本调解组织受理范围')], max_length=15, verbose_name='不予受理情形')),
                ('refusal_note', models.CharField(blank=True, max_length=300, verbose_name='不予受理说明')),
                ('closed_doors', models.BooleanField(blank=True, help_text='空着的，按是否封闭、是否医疗纠纷', null=True, verbose_name='不公开调解')),
                ('grave', models.BooleanField(default=False, help_text='不经梯次，直接到镇调委会', verbose_name='重大、群体、涉刑')),
                ('difficult', models.BooleanField(default=False, verbose_name='疑难复杂')),
                ('civil_side', models.BooleanField(default=False, help_text='of a matter that is otherwise for the authorities', verbose_name='只调解民事部分')),
                ('unwilling_on', models.DateField(blank=True, null=True, verbose_name='一方明确拒绝日期')),
                ('heads', models.PositiveSmallIntegerField(blank=True, help_text='of a group: all that are represented', null=True, verbose_name='涉及当事人（人）')),
                ('labour_ended_on', models.DateField(blank=True, null=True, verbose_name='劳动关系终止日')),
                ('form', models.CharField(blank=True, choices=[('written', '书面协议'), ('oral', '口头协议')], max_length=8, verbose_name='协议形式')),
                ('responsibility', models.TextField(blank=True, verbose_name='争议事项和各方责任')),
                ('terms', models.TextField(blank=True, verbose_name='协议内容')),
                ('manner', models.CharField(blank=True, max_length=300, verbose_name='履行方式、地点')),
                ('identity', models.BooleanField(default=False, help_text='解除婚姻、收养等', verbose_name='有身份关系条款')),
                ('not_payment', models.BooleanField(default=False, help_text='劳动争议：恢复劳动关系、补办手续等', verbose_name='有给付以外的条款')),
                ('ownership', models.BooleanField(default=False, help_text='确认物权、知识产权归属', verbose_name='有确权条款')),
                ('unconfirmed', models.CharField(blank=True, help_text='空着就是整份协议', max_length=200, verbose_name='不能司法确认的条款')),
                ('partial', models.BooleanField(default=False, help_text='其余争议记明，另行处理', verbose_name='部分达成')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='涉及金额（元）')),
                ('for_ward', models.BooleanField(default=False, verbose_name='监护人的处分是为被监护人的利益')),
                ('ward_view', models.CharField(blank=True, max_length=300, verbose_name='司法所意见')),
                ('perform_by', models.DateField(blank=True, null=True, verbose_name='履行期限')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='达成时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='审查时间')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='生效日期')),
                ('performed_on', models.DateField(blank=True, null=True, verbose_name='履行完毕日期')),
                ('told_unperformed_at', models.DateTimeField(blank=True, null=True, verbose_name='不履行的已告知途径')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止时间')),
                ('settled_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='化解梯次')),
                ('retention', models.CharField(blank=True, choices=[('permanent', '永久'), ('thirty', '30年'), ('ten', '10年')], max_length=10, verbose_name='保管期限')),
                ('file_note', models.TextField(blank=True, verbose_name='卷宗情况说明')),
                ('end_reason', models.CharField(blank=True, choices=[('refused', '一方拒绝或者撤回'), ('no_agreement', '分歧过大，达不成协议'), ('impossible', '出现情况，无法继续'), ('false', '隐瞒事实、提供虚假情况'), ('collusion', '串通损害他人或公共利益')], max_length=15, verbose_name='终止原因')),
                ('end_note', models.TextField(blank=True, verbose_name='终止说明')),
                ('ways', models.JSONField(blank=True, default=dict, help_text='core.documents.remedies.Telling.kept', verbose_name='已告知的途径')),
                ('archived_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='立卷人')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='调解组织')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='合法性审查')),
                ('mediator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='调解员')),
            ],
            options={
                'verbose_name': '人民调解',
                'verbose_name_plural': '人民调解',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='期次')),
                ('due_on', models.DateField(verbose_name='履行期限')),
                ('what', models.CharField(max_length=300, verbose_name='履行内容')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='金额（元）')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='履行日期')),
                ('proof', models.CharField(blank=True, max_length=120, verbose_name='履行凭证')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='改写时间')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='应收款的一方')),
                ('received_through', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.representation', verbose_name='由谁代领')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='mediation.mediation')),
            ],
            options={
                'ordering': ('order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('place', models.CharField(max_length=60, verbose_name='地点')),
                ('asked', models.CharField(max_length=60, verbose_name='被调查人')),
                ('present', models.CharField(blank=True, max_length=200, verbose_name='参加人')),
                ('record', models.TextField(verbose_name='调查记录')),
                ('private', models.BooleanField(default=False, verbose_name='单独谈话，不向对方出示')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='调查人')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='mediation.mediation')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('source', models.CharField(help_text='谁提交的，或者从哪里调取', max_length=80, verbose_name='来源')),
                ('pages', models.PositiveSmallIntegerField(default=1, verbose_name='页数')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='退还日期')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='mediation.mediation')),
            ],
            options={
                'ordering': ('received_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('court', models.CharField(max_length=60, verbose_name='法院')),
                ('ground', models.CharField(choices=[('inviting', '邀请调解的人民法院'), ('domicile', '当事人住所地'), ('object', '标的物所在地'), ('committee', '调解组织所在地')], default='committee', max_length=10, verbose_name='管辖依据')),
                ('applied_on', models.DateField(verbose_name='共同申请日期')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='案号')),
                ('mended_on', models.DateField(blank=True, help_text='法院要求补正材料的', null=True, verbose_name='补正日期')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='受理日期')),
                ('result', models.CharField(blank=True, choices=[('confirmed', '裁定有效'), ('rejected', '裁定驳回'), ('not_accepted', '不予受理'), ('withdrawn', '撤回申请')], max_length=15, verbose_name='结果')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='裁定日期')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation', to='mediation.mediation')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chosen_by_parties', models.BooleanField(default=False, verbose_name='当事人选定')),
                ('since', models.DateTimeField(verbose_name='自')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='至')),
                ('withdrew_for', models.CharField(blank=True, max_length=200, verbose_name='回避理由')),
                ('mediator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='调解员')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='mediation.mediation')),
            ],
            options={
                'ordering': ('since', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='有账号的可以不写', max_length=20, verbose_name='姓名')),
                ('phone', core.privacy.fields.EncryptedTextField(blank=True, verbose_name='联系电话')),
                ('phone_hash', core.privacy.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, purpose='phone', source='phone')),
                ('post', models.CharField(choices=[('head', '主任'), ('deputy', '副主任'), ('member', '委员'), ('hired', '聘任调解员')], default='member', max_length=10, verbose_name='职务')),
                ('sex', models.CharField(choices=[('0', '未知'), ('1', '男'), ('2', '女'), ('9', '未说明')], default='0', max_length=1, verbose_name='性别')),
                ('full_time', models.BooleanField(default=False, verbose_name='专职')),
                ('on_payroll', models.BooleanField(default=False, verbose_name='国家机关、事业单位在职')),
                ('certificate', models.CharField(blank=True, max_length=40, verbose_name='调解员证号')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='证件有效期至')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('family', '婚姻家庭'), ('neighbour', '邻里'), ('homestead', '房屋宅基地'), ('contract', '合同'), ('business', '生产经营'), ('damage', '损害赔偿'), ('land', '山林土地'), ('expropriation', '征地拆迁'), ('pollution', '环境污染'), ('migrant_wages', '拖欠农民工工资'), ('labour', '其他劳动争议'), ('tourism', '旅游'), ('online', '电子商务'), ('consumer', '其他消费'), ('medical', '医疗'), ('traffic', '道路交通事故'), ('property', '物业'), ('other', '其他纠纷')], max_length=15), blank=True, default=list, size=None, verbose_name='擅长的纠纷')),
                ('languages', models.CharField(blank=True, help_text='方言、手语等，用顿号隔开', max_length=80, verbose_name='语言')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='任职自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='任职至')),
                ('areas', models.ManyToManyField(blank=True, help_text='空着就是本组织的服务区域', related_name='+', to='core.area', verbose_name='负责区域')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='mediation.bodyprofile', verbose_name='调解组织')),
                ('user', models.ForeignKey(blank=True, help_text='没有账号的只写姓名', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mediator_in', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '调解员',
                'verbose_name_plural': '调解员',
                'ordering': ('body', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Prevented',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('suicide', '防止自杀'), ('crime', '防止民转刑'), ('mass', '防止群体性上访'), ('fight', '制止群体性械斗')], max_length=10, verbose_name='成效')),
                ('people', models.PositiveIntegerField(help_text='kept from harm: one in despair, a crowd by its heads', verbose_name='人数')),
                ('note', models.CharField(max_length=300, verbose_name='经过')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prevented', to='mediation.mediation')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Prolonging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='延至')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('overdue', models.BooleanField(default=False, verbose_name='超期后延长')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prolongings', to='mediation.mediation')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed_on', models.DateField(verbose_name='同意日期')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='mediation.mediation')),
                ('prolonging', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='mediation.prolonging', verbose_name='延长')),
            ],
            options={
                'ordering': ('prolonging', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_at', models.DateTimeField(verbose_name='时间')),
                ('place', models.CharField(max_length=60, verbose_name='地点')),
                ('attended', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='到场的当事人和代理人')),
                ('present', models.CharField(blank=True, max_length=200, verbose_name='其他参加人')),
                ('invited', models.CharField(blank=True, help_text='须经双方当事人同意', max_length=200, verbose_name='邀请参加人')),
                ('record', models.TextField(verbose_name='调解记录')),
                ('checked', models.BooleanField(default=False, verbose_name='当事人身份已核对')),
                ('result', models.CharField(choices=[('settled', '调解成功'), ('failed', '调解不成'), ('continued', '有待继续调解')], default='continued', max_length=10, verbose_name='本次结果')),
                ('closed_doors', models.BooleanField(default=False, verbose_name='不公开进行')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='mediation.mediation')),
            ],
            options={
                'ordering': ('held_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('party', '当事人'), ('guardian', '法定代理人'), ('agent', '委托代理人'), ('officer', '单位代表'), ('mediator', '人民调解员'), ('seal', '调解委员会印章')], max_length=10, verbose_name='身份')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('how', models.CharField(choices=[('signed', '签名'), ('stamped', '盖章'), ('fingerprint', '按指印')], default='signed', max_length=12, verbose_name='方式')),
                ('signed_on', models.DateField(verbose_name='日期')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='mediation.mediation')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人')),
                ('through', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.representation', verbose_name='由谁代签')),
            ],
            options={
                'ordering': ('signed_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField(verbose_name='告知时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='告知人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='mediation.mediation')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人')),
            ],
            options={
                'ordering': ('told_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('subject', models.CharField(max_length=80, verbose_name='内容')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='学时')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='mediation.member', verbose_name='调解员')),
            ],
            options={
                'verbose_name': '调解员培训',
                'verbose_name_plural': '调解员培训',
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('way', models.CharField(max_length=20, verbose_name='方式')),
                ('visited', models.CharField(max_length=60, verbose_name='回访对象')),
                ('performed', models.CharField(max_length=200, verbose_name='履行情况')),
                ('satisfaction', models.CharField(blank=True, max_length=60, verbose_name='是否满意')),
                ('lawsuit', models.CharField(blank=True, max_length=200, verbose_name='诉讼及结果')),
                ('signs', models.CharField(blank=True, max_length=300, verbose_name='激化苗头和措施')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='mediation.mediation')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='bodyprofile',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_term_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_at', None), models.Q(models.Q(('form', ''), _negated=True), models.Q(('terms', ''), _negated=True)), _connector='OR'), name='an_agreement_has_a_form_and_terms'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='an_amount_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('end_reason', ''), ('agreed_at', None), _connector='OR'), name='what_ended_was_not_agreed'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on', None), ('agreed_at__isnull', False), _connector='OR'), name='what_takes_effect_was_agreed'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('performed_on', None), ('effective_on__isnull', False), _connector='OR'), name='what_was_performed_had_taken_effect'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.CheckConstraint(condition=models.Q(('end_reason', ''), ('ended_at__isnull', False), _connector='OR'), name='what_ended_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at', None)), fields=('matter', 'order'), name='an_instalment_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('done_on', None), models.Q(('proof', ''), _negated=True), _connector='OR'), name='what_was_performed_has_a_proof'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on', None), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='a_ruling_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('accepted_on__gte', models.F('applied_on')), _connector='OR'), name='a_court_accepts_after_the_application'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('decided_on', None), ('decided_on__gte', models.F('accepted_on')), _connector='OR'), name='a_court_rules_after_it_accepted'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('matter', 'mediator'), name='a_mediator_is_appointed_once'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='a_mediator_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_mediator_ends_after_they_start'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('user__isnull', False)), fields=('body', 'user'), name='a_mediator_is_in_a_body_once'),
        ),
        migrations.AddConstraint(
            model_name='prevented',
            constraint=models.UniqueConstraint(fields=('matter', 'what'), name='what_was_prevented_counts_once', violation_error_message='这一项已经登记过。'),
        ),
        migrations.AddConstraint(
            model_name='prevented',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='somebody_was_kept_from_harm'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('prolonging', 'party'), name='a_party_consents_once_to_a_term'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at', None), ('party__isnull', False)), fields=('matter', 'party'), name='a_party_signs_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['party', 'mediator', 'seal']), ('through', None)), models.Q(('kind__in', ['guardian', 'agent', 'officer']), ('through__isnull', False)), _connector='OR'), name='who_signs_for_another_has_a_mandate'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at', None), ('kind', 'seal')), fields=('matter',), name='an_agreement_is_sealed_once'),
        ),
        migrations.AddConstraint(
            model_name='told',
            constraint=models.UniqueConstraint(fields=('matter', 'party'), name='a_party_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='a_training_has_hours'),
        ),
        ]),
    ]
