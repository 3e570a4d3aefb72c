"""Addresses. Pages carry their language; the API, health and files do not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.api.docs import ApiDocs
from portal.views import files, open_files

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"

urlpatterns = [
    path("readyz", include("common.operations.urls")),
    path("robots.txt", files.robots, name="robots"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    path(".well-known/security.txt", files.security, name="security-txt"),
    path("open-data/catalog.ttl", open_files.catalogue_turtle, name="catalogue-turtle"),
    path("open-data/catalog.jsonld", open_files.catalogue_json, name="catalogue-json"),
    path("open-data/dumps/latest/<str:name>", open_files.latest_file, name="dump-latest"),
    path("open-data/dumps/<str:day>/<str:name>", open_files.file_of_day, name="dump-of-day"),
    path("api/v1/docs/", ApiDocs.as_view(), name="api-docs"),
    path("api/v1/", include("portal.api.urls")),
    path("media/", include("common.exchange.media_urls")),
    *i18n_patterns(
        path("", include("portal.urls")),
        path("partners/", include("partners.urls")),
        path("agreements/", include("partners.agreement_urls")),
        path("requests/", include("cooperation.request_urls")),
        path("offers/", include("cooperation.offer_urls")),
        path("desk/", include("cooperation.desk_urls")),
        path("matching/", include("cooperation.matching_urls")),
        path("meetings/", include("cooperation.meeting_urls")),
        path("news/", include("portal.news.urls")),
        path("ideas/", include("projects.idea_urls")),
        path("strategies/", include("communities.strategy_urls")),
        path("rates/", include("common.money.urls")),
        path("aid/", include("projects.aid_urls")),
        path("calls/", include("projects.call_urls")),
        path("mta/", include("projects.mta_urls")),
        path("projects/", include("projects.urls")),
        path("programmes/", include("projects.programme_urls")),
        path("who-works-where/", include("projects.work_urls")),
        path("", include("communities.urls")),
        path("", include("twinning.urls")),
        path("accounts/", include("accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("components/", include("common.design.urls")),
        path("history/", include("common.audit.urls")),
        path("outbox/", include("common.notifications.urls")),
        path("operations/jobs/", include("common.operations.job_urls")),
        path("notices/", include("common.notifications.notice_urls")),
        path("webhooks/", include("portal.webhooks.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
