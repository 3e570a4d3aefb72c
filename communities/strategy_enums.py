"""Words for strategies and their goals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyStatus(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced or ended")


class GoalLevel(models.IntegerChoices):
    """How many numbers the goal's number has: 2, 2.1, 2.1.3."""

    STRATEGIC = 1, _("strategic goal")
    OPERATIONAL = 2, _("operational goal")
    TASK = 3, _("task")
