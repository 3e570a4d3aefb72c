from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from cooperation.decision_registers import DECISIONS
from cooperation.meeting_registers import MEETINGS
from cooperation.views import meeting_deeds as deeds
from cooperation.views import meeting_editing as editing
from cooperation.views import meeting_feeds as feeds
from cooperation.views import meeting_papers as papers
from cooperation.views import meeting_parts as parts
from cooperation.views import meeting_tasks as tasks
from cooperation.views import meetings as pages

app_name = "meetings"

urlpatterns = [
    path("", pages.meeting_list, name="meeting-list"),
    path("download.<str:file_format>", download_view(MEETINGS), name="meeting-download"),
    path("import/", include(import_urls("meetings"))),
    path("new/", editing.meeting_new, name="meeting-new"),
    path("tasks/", tasks.my_tasks, name="my-tasks"),
    path("decisions/", pages.decision_list, name="decision-list"),
    path(
        "decisions/download.<str:file_format>", download_view(DECISIONS), name="decision-download"
    ),
    path("calendar.ics", feeds.feed, name="feed"),
    path("calendar/", feeds.calendar_page, name="calendar"),
    path("calendar/<str:token>.ics", feeds.personal_feed, name="personal-feed"),
    path("answer/<str:token>/", feeds.answer_by_link, name="answer"),
    path("<slug:reference>/", pages.meeting_detail, name="meeting-detail"),
    path("<slug:reference>/edit/", editing.meeting_edit, name="meeting-edit"),
    path("<slug:reference>/steps/<slug:code>/", deeds.meeting_step, name="meeting-step"),
    path("<slug:reference>/minutes/", deeds.meeting_minutes, name="minutes"),
    path("<slug:reference>/attendance/", deeds.meeting_attendance, name="attendance"),
    path("<slug:reference>/gather/", deeds.gather, name="gather"),
    path("<slug:reference>/answer/", deeds.meeting_answer, name="meeting-answer"),
    path("<slug:reference>/event.ics", feeds.one_event, name="event"),
    path("<slug:reference>/execution/", tasks.execution, name="execution"),
    path(
        "<slug:reference>/papers/<slug:kind>.<str:file_format>",
        papers.meeting_paper,
        name="meeting-paper",
    ),
    path("<slug:reference>/kept/<uuid:public_id>/", pages.meeting_file, name="meeting-file"),
    path("<slug:reference>/tasks/<uuid:public_id>/<slug:code>/", tasks.task_step, name="task-step"),
    path("<slug:reference>/parts/<slug:what>/new/", parts.part_edit, name="part-new"),
    path("<slug:reference>/parts/<slug:what>/<uuid:public_id>/", parts.part_edit, name="part-edit"),
]
