"""Addresses of the grid."""

from django.urls import path

from core.views import opening, registering
from core.views.lists import matter_list
from grid.assessment import views as assessment
from grid.phone import views as phone
from grid.premises import site_views as sites
from grid.premises import views as premises
from grid.rounds import views as rounds
from grid.views import boundaries, incident_map, posts

urlpatterns = [
    path("incidents/", matter_list, {"kind": "incident"}, name="incident_list"),
    *registering.addresses("incident", "incidents/"),
    path("grid/report/", phone.report, name="grid_report"),
    path("grid/report/blank/", phone.blank, name="grid_report_blank"),
    path("grid/report/areas/", phone.areas, name="grid_report_areas"),
    path("grid/report/key/", phone.key, name="grid_report_key"),
    path("grid/report/worker.js", phone.worker, name="grid_report_worker"),
    path("grid/mine/", phone.mine, name="grid_mine"),
    path("grid/complaint/", phone.complaint, name="grid_complaint"),
    path("grid/boundaries/", boundaries.overview, name="boundaries"),
    path("grid/boundaries/files/<int:pk>/", boundaries.file, name="boundary_file"),
    path("grid/boundaries/areas/<int:pk>/", boundaries.draw, name="boundary"),
    path("grid/map/", incident_map.page, name="grid_map"),
    path("grid/map/areas/", incident_map.areas, name="map_areas"),
    path("grid/map/marks/", incident_map.points, name="map_marks"),
    path("grid/village/", incident_map.village, name="own_village"),
    path("grid/village/<int:pk>/", incident_map.village, name="village"),
    path("grid/outlines/", boundaries.outlines, name="outlines"),
    path("grid/posts/", posts.posts, name="grid_posts"),
    path("grid/posts/new/", posts.add, name="grid_post_add"),
    path("grid/posts/import/", posts.bring, name="grid_posts_import"),
    path("grid/posts/board/", posts.board, name="grid_board"),
    path("grid/posts/handover/", opening.new, {"kind": "post_handover"}, name="grid_handover"),
    path("grid/posts/<int:pk>/end/", posts.end, name="grid_post_end"),
    path("grid/posts/<int:pk>/substitute/", posts.substitute, name="grid_post_substitute"),
    path("grid/posts/<int:pk>/phone/", posts.phone, name="grid_post_phone"),
    path("grid/screening/", matter_list, {"kind": "screening"}, name="screening_list"),
    path("grid/screening/new/", opening.new, {"kind": "screening"}, name="screening_new"),
    path("grid/screening/mine/", rounds.mine, name="screening_mine"),
    path("grid/screening/finds/", rounds.finds, name="screening_finds"),
    path("grid/care/", matter_list, {"kind": "care"}, name="care_list"),
    path("grid/care/new/", opening.new, {"kind": "care"}, name="care_new"),
    path("grid/assessment/", matter_list, {"kind": "assessment"}, name="assessment_list"),
    path("grid/assessment/new/", opening.new, {"kind": "assessment"}, name="assessment_new"),
    path("grid/assessment/<int:pk>/", assessment.files, name="assessment_files"),
    path("grid/commendations/", matter_list, {"kind": "commendation"}, name="commendation_list"),
    path("grid/commendations/new/", opening.new, {"kind": "commendation"}, name="commendation_new"),
    path("grid/patrols/", rounds.patrols, name="patrols"),
    path("grid/patrols/new/", rounds.write, name="patrol_write"),
    path("grid/patrols/plan/", rounds.plan, name="patrol_plan"),
    path("grid/sites/", sites.sites, name="sites"),
    path("grid/sites/new/", sites.add, name="site_new"),
    path("grid/sites/import/", sites.bring, name="sites_import"),
    path("grid/sites/<int:pk>/", sites.site, name="site"),
    path("grid/sites/<int:pk>/visit/", sites.visit, name="site_visit"),
    path("grid/sites/<int:pk>/phone/", sites.phone, name="site_phone"),
    path("grid/sites/<int:pk>/correct/", sites.correct, name="site_correct"),
    path("grid/sites/<int:pk>/close/", sites.close, name="site_close"),
    path("grid/cameras/", premises.cameras, name="cameras"),
    path("grid/cameras/new/", premises.add, name="camera_new"),
    path("grid/cameras/import/", premises.bring_cameras, name="cameras_import"),
    path("grid/cameras/<int:pk>/", premises.camera, name="camera"),
    path("grid/cameras/<int:pk>/find/", premises.find, name="camera_find"),
    path("grid/cameras/<int:pk>/fault/", premises.fault, name="camera_fault"),
    path("grid/cameras/<int:pk>/mended/", premises.mended, name="camera_mended"),
    path("grid/cameras/<int:pk>/correct/", premises.correct, name="camera_correct"),
    path("grid/cameras/<int:pk>/look/", premises.look, name="camera_look"),
]
