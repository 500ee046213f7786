import csv, random, re, time
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from cases import similar as s
from core.models import Area
import os

def test_big(town, capsys):
    D='/work/shared/data/'
    sent=[]
    for f in ('messages_labelled.csv','messages_with_replies.csv'):
        for r in csv.DictReader(open(D+f,encoding='utf-8-sig')):
            sent+= [x for x in re.split(r'[。！？]', r['留言详情']) if 8<len(x)<80]
    rng=random.Random(1)
    case=town.register("样本")
    villages=[]
    lvl=town.taowu.level
    for n in range(20):
        villages.append(Area.objects.create(code=f"99012110{n:04}",name=f"村{n}",level=lvl,parent=town.town))
    N=int(os.environ.get("N","100000"))
    with connection.cursor() as c:
        c.execute("SET session_replication_role = replica")
        c.execute("CREATE TEMP TABLE gen(i int, area int, path text, demand text, at timestamptz)")
        with c.copy("COPY gen FROM STDIN") as cp:
            for i in range(N):
                v=villages[i%20]
                d="，".join(rng.choice(sent) for _ in range(rng.randint(2,4))).replace("\\","").replace("\t"," ").replace("\n"," ")
                cp.write_row((i,v.pk,v.path,d,timezone.now()-timedelta(days=rng.randint(1,1500))))
        cols=[f.column for f in type(case).__mro__[1]._meta.local_fields]
        mx=case.pk+1000
        ov={'id':f'{mx}+g.i','root_id':f'{mx}+g.i','code':"'C'||g.i",'number':"'N'||g.i",'area_id':'g.area','area_path':'g.path','received_at':'g.at','registered_at':'g.at','title':'left(g.demand,30)'}
        c.execute(f"INSERT INTO core_matter({','.join(cols)}) SELECT {','.join(ov.get(k,'m.'+k) for k in cols)} FROM gen g, core_matter m WHERE m.id={case.pk}")
        cc=[f.column for f in case._meta.local_fields]
        c.execute(f"INSERT INTO cases_case({','.join(cc)}) SELECT {','.join({'matter_ptr_id':f'{mx}+g.i','demand':'g.demand'}.get(k,'k.'+k) for k in cc)} FROM gen g, cases_case k WHERE k.matter_ptr_id={case.pk}")
        t=time.time()
        c.execute(f"INSERT INTO core_mattertext(matter_id,text) SELECT {mx}+g.i, g.demand FROM gen g")
        print("text",time.time()-t)
        c.execute("SET session_replication_role = origin")
        t=time.time(); c.execute("ANALYZE core_matter"); c.execute("ANALYZE core_mattertext"); c.execute("ANALYZE cases_case"); print("analyze",time.time()-t)
        c.execute("SELECT demand FROM gen ORDER BY random() LIMIT 12"); demands=[r[0] for r in c.fetchall()]
    import importlib, os, traceback
    while not os.path.exists('/tmp/h/stop'):
        if os.path.exists('/tmp/h/cmd.py'):
            code=open('/tmp/h/cmd.py').read(); os.remove('/tmp/h/cmd.py')
            import io, contextlib
            out=io.StringIO()
            try:
                importlib.reload(s)
                from django.core.cache import cache; cache.clear()
                with contextlib.redirect_stdout(out):
                    exec(code, {**globals(), **locals()})
            except Exception:
                out.write(traceback.format_exc()); connection.rollback() if 0 else None
            open('/tmp/h/out.txt','w').write(out.getvalue()); open('/tmp/h/done','w').write('1')
        time.sleep(0.3)
