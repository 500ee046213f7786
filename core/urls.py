"""Addresses of the kernel: the desk, matters, people, papers, settings."""

from django.urls import path

from core.views import (
    accounts,
    attachments,
    audit,
    calendar,
    desk,
    documents,
    holdings,
    jobs,
    lookup,
    matters,
    people,
    styleguide,
)

urlpatterns = [
    path("", desk.home, name="home"),
    path("login/", accounts.AccountLogin.as_view(), name="login"),
    path("logout/", accounts.AccountLogout.as_view(), name="logout"),
    path("password/", accounts.OwnPassword.as_view(), name="password"),
    path("queue/", desk.queue, name="queue"),
    path("notices/", desk.notices, name="notices"),
    path("notices/read/", desk.read_all, name="notices_read"),
    path("notices/<int:pk>/", desk.notice, name="notice"),
    path("search/", desk.search, name="search"),
    path("matters/<int:pk>/", matters.matter, name="matter"),
    path("matters/<int:pk>/do/<slug:name>/", matters.act, name="act"),
    path("matters/<int:pk>/parties/", people.reveal, name="reveal"),
    path("clocks/<int:pk>/", matters.clock, name="clock"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/jobs/", jobs.jobs, name="jobs"),
    path("settings/jobs/<str:pk>/retry/", jobs.retry, name="job_retry"),
    path("settings/holdings/", holdings.holdings, name="holdings"),
    path("settings/holdings/<int:pk>/activate/", holdings.activate, name="holding_activate"),
    path("settings/holdings/<int:pk>/end/", holdings.end, name="holding_end"),
    path("audit/looks/", audit.looks, name="looks"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("lookup/", lookup.lookup, name="lookup"),
    path("matters/<int:pk>/papers/<str:key>/", documents.issue, name="issue"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("v/<str:code>/", documents.verify, name="verify"),
    path("matters/<int:pk>/attach/", attachments.attach, name="attach"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/withdraw/", attachments.withdraw, name="withdraw"),
]
