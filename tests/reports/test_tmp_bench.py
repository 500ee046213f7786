import time
from datetime import date
from django.db import connection
from cases.models import Case
from core.models import Matter
from reports import statistics as st
from core.indicators import Period
from tests.people import moment

def seed(town, n):
    with connection.cursor() as c:
        c.execute("SELECT id,path FROM core_area ORDER BY id"); areas=c.fetchall()
        c.execute("""
        INSERT INTO core_matter (kind,code,number,title,status,area_id,area_path,holder_unit_id,held_since,secrecy,compartment,first_contact_id,received_at,registered_at,closed_at,version,lookup_code)
        SELECT 'case','SX'||i,'n'||i,'t', CASE WHEN r<0.3 THEN 'settled' WHEN fin THEN 'finished' ELSE 'in_hand' END, a.id,a.path,%s,rec,'internal','',%s,rec,rec,
          CASE WHEN fin THEN rec + r*20*interval '1 day' END,0,''
        FROM (SELECT i, random() r, timestamptz '2023-11-20' + (i*(1095.0/%s)||' days')::interval rec, (i<%s-600) fin, (%s::int[])[1+floor(random()*%s)::int] aid FROM generate_series(1,%s) i) x
        JOIN core_area a ON a.id=x.aid""", [town.centre.pk, town.receptionist.pk, n, n, [a[0] for a in areas], len(areas), n])
        c.execute("UPDATE core_matter SET root_id=id")
        c.execute("""INSERT INTO cases_case (matter_ptr_id,channel,demand,place,wishes,flags,head_count,materials,repeated,grade,answer,satisfaction,called_back_at,source_key)
        SELECT id,(ARRAY['visit','phone','net'])[1+id%3],repeat('诉求',40),'','[]','[]',1+id%4,'',false,'ordinary','', CASE WHEN closed_at IS NULL THEN '' ELSE (ARRAY['satisfied','fairly','unsatisfied','unreached',''])[1+id%5] END, closed_at,'' FROM core_matter""")
        c.execute("""INSERT INTO core_clock (matter_id,rule,label,basis,term,"right",started_at,expires_at,black_at,ended_at,"end",extended_by,suspended_for,paused,looked_at)
            SELECT m.id,r.rule,'l','b','7C',false,received_at,received_at+r.d*interval '1 day',received_at+(r.d+7)*interval '1 day',
              CASE WHEN closed_at IS NULL AND r.rule IN ('cases.handle_ordinary') THEN NULL ELSE COALESCE(closed_at,received_at+interval '1 hour') END,
              CASE WHEN closed_at IS NULL AND r.rule IN ('cases.handle_ordinary') THEN '' ELSE 'met' END,'','',interval '0',now() FROM core_matter m
              CROSS JOIN (VALUES ('cases.dispatch',0.3),('cases.sign',1),('cases.handle_ordinary',7),('cases.call_back',12)) r(rule,d) ORDER BY m.id""")
        c.execute("""INSERT INTO core_historyentry (matter_id,seq,action,before,after,unit_id,decided_by,happened_at,typed_at,detail_hash,previous,hash)
        SELECT id,s,(ARRAY['cases.register','cases.hand_over','cases.sign','cases.reply','cases.call_back'])[s],(ARRAY['','registered','handed_over','in_hand','replied'])[s],'x',%s,'',received_at+(s||' hours')::interval,received_at,'','','' FROM core_matter, generate_series(1,5) s""",[town.centre.pk])
        c.execute("ANALYZE")

def test_bench(town):
    n=100_000
    seed(town,n)
    month=st.month_of("2026-10")
    with connection.cursor() as c:
        c.execute("select pg_backend_pid()"); pid=c.fetchone()[0]
    import os
    def cpu():
        f=open(f"/proc/{pid}/stat").read().rsplit(")",1)[1].split()
        return (int(f[11])+int(f[12]))/os.sysconf("SC_CLK_TCK")
    def timed(name,f,times=6):
        best=[]; p0=time.process_time(); b0=cpu()
        for _ in range(times):
            t=time.perf_counter(); r=f(); best.append(time.perf_counter()-t)
        print(f"   python {1000*(time.process_time()-p0)/times:.0f} ms cpu, server {1000*(cpu()-b0)/times:.0f} ms cpu ")
        print(f"{name:30} {min(best)*1000:8.1f} ms  (first {best[0]*1000:.0f})"); return r
    timed("T1", lambda: st.table(month))
    timed("T1 area", lambda: st.table(month, town.taowu))
    from reports import monthly
    timed("monthly.frozen", lambda: monthly.frozen(month))
    from django.test import Client
    from django.urls import reverse
    from django.test.utils import CaptureQueriesContext
    c=Client(); c.force_login(town.chief)
    timed("dashboard page Oct", lambda: c.get(reverse("dashboard"),{"month":"2026-10"}))
    timed("dashboard page now", lambda: c.get(reverse("dashboard")))
    with CaptureQueriesContext(connection) as ctx: c.get(reverse("dashboard"),{"month":"2026-10"})
    for q in ctx.captured_queries: print(q["time"], len(q["sql"]), q["sql"][:70])
    timed("list of finished", lambda: c.get(reverse("case_list")+"?counted=finished&first=2026-10-01&last=2026-10-31"))
    timed("list of overdue", lambda: c.get(reverse("case_list")+"?counted=overdue&first=2026-10-01&last=2026-10-31"))
    with connection.cursor() as cur: cur.execute("set jit=off")
    timed("T1 nojit", lambda: st.table(month))
    timed("dashboard page Oct nojit", lambda: c.get(reverse("dashboard"),{"month":"2026-10"}))
