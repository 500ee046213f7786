"""Addresses of the grid."""

from django.urls import path

from core.views import handovers
from grid.views import posts

urlpatterns = [
    path("grid/posts/", posts.posts, name="grid_posts"),
    path("grid/posts/new/", posts.add, name="grid_post_add"),
    path("grid/posts/import/", posts.bring, name="grid_posts_import"),
    path("grid/posts/board/", posts.board, name="grid_board"),
    path("grid/posts/handover/", handovers.new, {"kind": "post_handover"}, name="grid_handover"),
    path("grid/posts/<int:pk>/end/", posts.end, name="grid_post_end"),
    path("grid/posts/<int:pk>/substitute/", posts.substitute, name="grid_post_substitute"),
    path("grid/posts/<int:pk>/phone/", posts.phone, name="grid_post_phone"),
]
