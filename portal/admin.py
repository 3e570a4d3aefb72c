"""What libraries would show in the administration and the portal does not."""

from __future__ import annotations

from importlib import import_module

from django.contrib import admin
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

# The schedule stands in the settings and is written to the database at every start: what
# somebody changed here would not last.
import_module("django_celery_beat.admin")
for model in (ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
