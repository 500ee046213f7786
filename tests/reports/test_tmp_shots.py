"""Screens of the dashboard and pages of the report."""
import io
import pytest, time_machine, random
from datetime import timedelta
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright
from cases.models import *
from core.models import *
from reports import tasks, monthly
from tests.people import *
from tests.reports import october
import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"
pytestmark=pytest.mark.filterwarnings("ignore")

def seed(town):
    rng=random.Random(3)
    names=["上埠村","下埠村","柳塘村","石桥村","云门村"]
    lv=AreaLevel.objects.get(depth=2)
    places=[town.taowu,town.songling,town.zhuxi]+[Area.objects.create(code=f"99012110121{i}",name=n,level=lv,parent=town.town) for i,n in enumerate(names)]
    cats=[]
    for i,n in enumerate(["土地及资源权属","邻里","婚姻家庭","劳动人事争议","合同及相关","侵权相关","城乡建设发展","环境保护","教育"],1):
        cats.append(Category.objects.create(code=f"{i:02}",name=n))
    t0=moment("2025-09-01 08:30"); end=october.NOW
    n=0; t=t0
    while t<end:
        t+=timedelta(hours=rng.random()*7)
        if t>=end: break
        n+=1
        hours=rng.choice([1,20,60,100,150,200,400])
        how=rng.choice(["settled","finished","finished"])
        closed=t+timedelta(hours=1 if how=="settled" else hours)
        if closed>end: closed=None
        pl=rng.choice(places+places[:3])
        c=Case.objects.create(kind="case",code=f"SX99012120261{n:07}",number=f"n{n}",title=f"{pl.name}灌溉渠淤塞，要求清理",demand="d",area=pl,area_path=pl.path,holder_unit=rng.choice([town.works,town.farms]),first_contact=town.receptionist,received_at=t,closed_at=closed,channel=rng.choice(["visit","visit","phone","hotline"]),head_count=rng.choice([1,1,2,5]),status=how if closed else "in_hand",satisfaction=rng.choice(["satisfied"]*9+["fairly","unsatisfied","unreached"]) if closed and rng.random()<.8 else "",called_back_at=closed,category=rng.choice(cats+[None]))
        lim=t+timedelta(hours=190)
        Clock.objects.create(matter=c,rule="cases.dispatch" if how=="settled" else "cases.handle_ordinary",label="办理",basis="表",term="7C",started_at=t,expires_at=lim,warn_at=lim-timedelta(days=1),black_at=lim+timedelta(days=7),ended_at=closed,end="met" if closed else "")
        if not closed: Matter.objects.filter(pk=c.pk).update(due_at=lim,warn_at=lim-timedelta(days=1),black_at=lim+timedelta(days=7))
        if how!="settled": HistoryEntry.objects.create(matter=c,seq=1,action="cases.hand_over",before="registered",after="handed_over",unit=town.centre,happened_at=t+timedelta(hours=1),detail_hash="",hash="")

@pytest.mark.django_db(transaction=True)
def test_shots(town, live_server):
    with time_machine.travel(october.NOW, tick=True):
        seed(town)
        tasks.make_report("2026-10"); tasks.ask("2026-10", town.director); tasks.make_report("2026-10", town.director.pk)
        paper=monthly.issued(__import__("reports.statistics",fromlist=["x"]).month_of("2026-10")).first()
        from core.documents import read
        open("/tmp/rp/report.pdf","wb").write(read(paper.digest))
        tasks.ask("2026-09", town.director)
        c=Client(); c.force_login(town.director)
        sid=c.cookies["fengqiao"].value
        with sync_playwright() as p:
            b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-background-networking"])
            for w,h,js,name in ((1440,1000,True,"d1440"),(390,844,True,"d390"),(1440,1000,False,"d1440nojs")):
                ctx=b.new_context(viewport={"width":w,"height":h},java_script_enabled=js)
                ctx.add_cookies([{"name":"fengqiao","value":sid,"url":live_server.url}])
                pg=ctx.new_page(); msgs=[]
                pg.on("console",lambda m:msgs.append(m.text)); pg.on("pageerror",lambda e:msgs.append(str(e)))
                pg.goto(live_server.url+reverse("dashboard")); pg.wait_for_timeout(1500)
                pg.screenshot(path=f"/tmp/rp/{name}.png",full_page=True)
                print(name,msgs, pg.evaluate("document.documentElement.scrollWidth") if js else "")
                pg.goto(live_server.url+reverse("reports")); pg.wait_for_timeout(500)
                pg.screenshot(path=f"/tmp/rp/r{name}.png",full_page=True)
                ctx.close()
            ctx=b.new_context(viewport={"width":1440,"height":1000},color_scheme="dark")
            ctx.add_cookies([{"name":"fengqiao","value":sid,"url":live_server.url}])
            pg=ctx.new_page(); pg.goto(live_server.url+reverse("dashboard")); pg.wait_for_timeout(1500); pg.screenshot(path="/tmp/rp/dark.png",full_page=True)
            b.close()
