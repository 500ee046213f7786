import time
def test_x(calendar, django_assert_max_num_queries):
    from tests.people import make_town
    t=time.time(); town=make_town(); print("town", time.time()-t)
    t=time.time(); c=town.register(); print("reg", time.time()-t)
    t=time.time()
    for _ in range(10): town.register()
    print("reg10", time.time()-t)
    t=time.time(); town.replied(); print("replied", time.time()-t)
    from django.test import Client
    cl=Client(); cl.force_login(town.director)
    for u in ["/cases/","/matters/%s/"%c.pk,"/cases/register/","/queue/","/dashboard/", "/login/", "/lookup/"]:
        t=time.time(); r=cl.get(u); print(u, r.status_code, time.time()-t)
        t=time.time(); r=cl.get(u); print(u, r.status_code, time.time()-t)
    from cases.models import Category
    print(Category.objects.count())
