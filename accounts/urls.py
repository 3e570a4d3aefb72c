from __future__ import annotations

from django.urls import path

from accounts.views import access_requests, invitations, keys, me, members

app_name = "accounts"

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/edit/", me.profile_edit, name="profile-edit"),
    path(
        "access-requests/",
        access_requests.access_request_list,
        name="access-request-list",
    ),
    path(
        "access-requests/new/",
        access_requests.access_request_new,
        name="access-request-new",
    ),
    path(
        "access-requests/<uuid:public_id>/",
        access_requests.access_request_detail,
        name="access-request-detail",
    ),
    path(
        "access-requests/<uuid:public_id>/approve/",
        access_requests.access_request_approve,
        name="access-request-approve",
    ),
    path(
        "access-requests/<uuid:public_id>/refuse/",
        access_requests.access_request_refuse,
        name="access-request-refuse",
    ),
    path(
        "access-requests/<uuid:public_id>/withdraw/",
        access_requests.access_request_withdraw,
        name="access-request-withdraw",
    ),
    path("keys/", keys.key_list, name="key-list"),
    path("keys/new/", keys.key_new, name="key-new"),
    path("keys/<uuid:public_id>/", keys.key_detail, name="key-detail"),
    path("keys/<uuid:public_id>/<slug:code>/", keys.key_step, name="key-step"),
    path("invitations/", invitations.invitation_list, name="invitation-list"),
    path("invitations/new/", invitations.invitation_new, name="invitation-new"),
    path(
        "invitations/<uuid:public_id>/revoke/",
        invitations.invitation_revoke,
        name="invitation-revoke",
    ),
    path(
        "invitations/<uuid:public_id>/resend/",
        invitations.invitation_resend,
        name="invitation-resend",
    ),
    path("invitations/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("members/", members.member_list, name="member-list"),
    path("members/<str:key>/end/", members.membership_end, name="membership-end"),
    path("members/<str:key>/restore/", members.membership_restore, name="membership-restore"),
]
