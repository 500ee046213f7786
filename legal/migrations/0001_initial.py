import django.contrib.postgres.fields
import django.db.models.deletion
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
            name='Law',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                ('dates', models.CharField(max_length=300, verbose_name='通过、公布')),
                ('source', models.CharField(max_length=200, verbose_name='文本来源')),
                ('loaded_on', models.DateField(verbose_name='装入日期')),
                ('digest', models.CharField(editable=False, max_length=80)),
            ],
            options={
                'verbose_name': '法律法规',
                'verbose_name_plural': '法律法规',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Aid',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('subject', models.CharField(choices=[('labour', '确认劳动关系、支付劳动报酬（第三十一条第五项）'), ('injury', '工伤、交通、食品药品、医疗事故人身损害赔偿（第三十一条第七项）'), ('support', '赡养费、抚养费、扶养费（第三十一条第四项）'), ('welfare', '社会保险待遇、社会救助（第三十一条第二项）'), ('pension', '抚恤金（第三十一条第三项）'), ('capacity', '认定公民行为能力（第三十一条第六项）'), ('pollution', '环境污染、生态破坏损害赔偿（第三十一条第八项）'), ('state', '国家赔偿（第三十一条第一项）'), ('victim', '刑事被害人、自诉人、附带民事诉讼原告人（第二十九条）'), ('defence', '刑事辩护（第二十四条）'), ('retrial', '申诉、申请再审（第三十三条）'), ('other', '其他（第三十一条第九项）')], max_length=10, verbose_name='申请事项')),
                ('demand', models.TextField(max_length=3000, verbose_name='请求和事实')),
                ('no_limit', models.CharField(blank=True, choices=[('hero', '英雄烈士近亲属维护英雄烈士的人格权益'), ('brave', '因见义勇为行为主张相关民事权益'), ('acquitted', '再审改判无罪请求国家赔偿'), ('abused', '遭受虐待、遗弃或者家庭暴力的受害人主张相关权益'), ('other', '法律、法规、规章规定的其他情形')], max_length=10, verbose_name='不受经济困难条件限制')),
                ('no_check', models.CharField(blank=True, choices=[('no_income', '无固定生活来源的未成年人、老年人、残疾人等特定群体'), ('relief', '社会救助、司法救助或者优抚对象'), ('migrant', '申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员'), ('other', '法律、法规、规章规定的其他人员')], max_length=10, verbose_name='免予核查经济困难状况')),
                ('labour_ended_on', models.DateField(blank=True, null=True, verbose_name='劳动关系终止日')),
                ('bar_on', models.DateField(blank=True, null=True, verbose_name='时效、期限届满日')),
                ('preserve', models.BooleanField(default=False, verbose_name='需要立即申请财产保全、证据保全或者先予执行')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='初审日期')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='一次性告知日期')),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('application', '法律援助申请表'), ('identity', '申请人的身份证件'), ('guardian', '法定代理人的身份证件和监护关系证明'), ('mandate', '授权委托书和代理人的身份证件'), ('means', '经济困难状况说明（可以由本人作诚信承诺）'), ('group', '属于免予核查经济困难状况人员的证明材料'), ('ground', '不受经济困难条件限制情形的证明材料'), ('labour', '劳动关系、拖欠报酬的证据材料'), ('case', '与申请事项有关的材料')], max_length=12), blank=True, default=list, size=None, verbose_name='缺少的材料')),
                ('missing_more', models.CharField(blank=True, max_length=300, verbose_name='其他材料、需要说明的')),
                ('supply_by', models.DateField(blank=True, null=True, verbose_name='补充期限')),
                ('supplied_on', models.DateField(blank=True, null=True, verbose_name='补充日期')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='转交日期')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='县里收到日期')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='决定日期')),
                ('refused_why', models.CharField(blank=True, max_length=500, verbose_name='不予援助的理由')),
                ('objected_on', models.DateField(blank=True, null=True, verbose_name='提出异议日期')),
                ('upheld_on', models.DateField(blank=True, null=True, verbose_name='维持决定日期')),
                ('assigned_on', models.DateField(blank=True, null=True, verbose_name='指派日期')),
                ('assignee', models.CharField(blank=True, max_length=80, verbose_name='承办人员')),
                ('result', models.CharField(blank=True, choices=[('won', '请求得到支持'), ('partly', '请求部分得到支持'), ('settled', '调解、和解'), ('lost', '请求没有得到支持'), ('defended', '刑事辩护、代理办结'), ('ended', '终止法律援助（第四十八条）')], max_length=10, verbose_name='结果')),
                ('result_words', models.CharField(blank=True, max_length=500, verbose_name='结果说明')),
                ('resulted_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('satisfaction', models.CharField(blank=True, choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unreached', '没有联系上')], max_length=12, verbose_name='满意度')),
            ],
            options={
                'verbose_name': '法律援助协助',
                'verbose_name_plural': '法律援助协助',
                'indexes': [models.Index(fields=['checked_on'], name='aid_checked'), models.Index(fields=['sent_on'], name='aid_sent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('demand', ''), _negated=True), name='an_application_says_what_for'), models.CheckConstraint(condition=models.Q(('told_on', None), ('supply_by__isnull', False), _connector='XOR'), name='what_is_missing_is_told_with_a_day'), models.CheckConstraint(condition=models.Q(('refused_why', ''), ('decided_on__isnull', False), _connector='OR'), name='a_refusal_has_its_day')],
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('channel', models.CharField(choices=[('hall', '现场'), ('phone', '电话'), ('net', '网络')], default='hall', max_length=6, verbose_name='方式')),
                ('question', models.TextField(max_length=3000, verbose_name='问题')),
                ('topic', models.CharField(blank=True, choices=[('labour', '劳动用工'), ('rent', '房屋租赁'), ('family', '婚姻家庭'), ('support', '赡养、抚养、扶养'), ('inheritance', '继承'), ('neighbour', '邻里、相邻'), ('injury', '人身损害'), ('traffic', '交通事故'), ('debt', '借款、欠款'), ('contract', '合同'), ('land', '土地、宅基地'), ('consumer', '消费'), ('privacy', '个人信息'), ('petition', '信访'), ('mediation', '调解、司法确认'), ('aid', '法律援助'), ('crime', '刑事'), ('administration', '行政处理、复议、诉讼'), ('other', '其他')], max_length=14, verbose_name='类别')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='解答时间')),
                ('lawyer', models.CharField(blank=True, max_length=40, verbose_name='值班律师')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='用时（分钟）')),
                ('satisfaction', models.CharField(blank=True, choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unsaid', '未表态')], max_length=12, verbose_name='满意度')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='解答人')),
            ],
            options={
                'verbose_name': '法律咨询',
                'verbose_name_plural': '法律咨询',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('notary', '公证'), ('forensic', '司法鉴定'), ('arbitration', '仲裁'), ('court', '法院立案')], max_length=12, verbose_name='去向')),
                ('title', models.CharField(max_length=60, verbose_name='事项')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='到哪里办')),
                ('bring', models.TextField(blank=True, help_text='一行一样。', max_length=1000, verbose_name='带什么')),
                ('cost', models.CharField(blank=True, max_length=300, verbose_name='费用')),
                ('term', models.CharField(blank=True, max_length=400, verbose_name='期限')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('source_on', models.DateField(verbose_name='核对日期')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '办事指引',
                'verbose_name_plural': '办事指引',
                'ordering': ('kind', 'title'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_on', None)), fields=('kind', 'title'), name='a_guide_in_force_stands_once', violation_error_message='同一去向已有同名的办事指引，请先停用旧的。')],
            },
        ),
        migrations.CreateModel(
            name='Guided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('helped', models.CharField(blank=True, help_text='代为预约、复印、联系等；只告知的空着。', max_length=200, verbose_name='协助')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal.guide', verbose_name='办事指引')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guided', to='legal.consultation')),
            ],
            options={
                'verbose_name': '指引',
                'verbose_name_plural': '指引',
                'ordering': ('matter', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='条')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('chapter', models.CharField(blank=True, max_length=60, verbose_name='章节')),
                ('text', models.TextField(verbose_name='条文')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('labour', '劳动用工'), ('rent', '房屋租赁'), ('family', '婚姻家庭'), ('support', '赡养、抚养、扶养'), ('inheritance', '继承'), ('neighbour', '邻里、相邻'), ('injury', '人身损害'), ('traffic', '交通事故'), ('debt', '借款、欠款'), ('contract', '合同'), ('land', '土地、宅基地'), ('consumer', '消费'), ('privacy', '个人信息'), ('petition', '信访'), ('mediation', '调解、司法确认'), ('aid', '法律援助'), ('crime', '刑事'), ('administration', '行政处理、复议、诉讼'), ('other', '其他')], max_length=14), blank=True, default=list, size=None, verbose_name='适用的纠纷')),
                ('law', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='legal.law', verbose_name='法律法规')),
            ],
            options={
                'verbose_name': '条文',
                'verbose_name_plural': '条文',
                'ordering': ('law', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('topic', models.CharField(choices=[('labour', '劳动用工'), ('rent', '房屋租赁'), ('family', '婚姻家庭'), ('support', '赡养、抚养、扶养'), ('inheritance', '继承'), ('neighbour', '邻里、相邻'), ('injury', '人身损害'), ('traffic', '交通事故'), ('debt', '借款、欠款'), ('contract', '合同'), ('land', '土地、宅基地'), ('consumer', '消费'), ('privacy', '个人信息'), ('petition', '信访'), ('mediation', '调解、司法确认'), ('aid', '法律援助'), ('crime', '刑事'), ('administration', '行政处理、复议、诉讼'), ('other', '其他')], max_length=14, verbose_name='类别')),
                ('words', models.TextField(max_length=3000, verbose_name='答复')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='存的人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept', to='legal.consultation', verbose_name='出自')),
            ],
            options={
                'verbose_name': '常用答复',
                'verbose_name_plural': '常用答复',
                'ordering': ('topic', 'title'),
            },
        ),
        migrations.CreateModel(
            name='Written',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('kind', models.CharField(choices=[('claim', '民事起诉状'), ('defence', '民事答辩状'), ('arbitration', '仲裁申请书'), ('aid', '法律援助申请表'), ('confirmation', '司法确认申请书'), ('review', '行政复议申请书'), ('agreement', '协议、合同'), ('other', '其他')], max_length=12, verbose_name='文书')),
                ('title', models.CharField(max_length=120, verbose_name='名称、内容')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='legal.consultation')),
            ],
            options={
                'verbose_name': '代写文书',
                'verbose_name_plural': '代写文书',
                'ordering': ('matter', 'id'),
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(fields=['answered_at'], name='consultation_given'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='a_consultation_asks_something'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_at__isnull', False), _connector='XOR'), name='an_answer_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('law', 'number'), name='an_article_stands_once'),
        ),
        ]),
    ]
