"""Choices of letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterKind(models.TextChoices):
    INTRODUCTION = "introduction", _("introduction with the community's profile")
    PROPOSAL = "proposal", _("proposal of cooperation")
    CONGRATULATION = "congratulation", pgettext_lazy("kind of letter", "congratulation")
    INVITATION = "invitation", pgettext_lazy("kind of letter", "invitation")


class LetterStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a letter", "draft")
    SENT = "sent", pgettext_lazy("state of a letter", "sent, waits for an answer")
    ANSWERED = "answered", pgettext_lazy("state of a letter", "answered")
    NO_ANSWER = "no_answer", pgettext_lazy("state of a letter", "no answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a letter", "withdrawn")


class SentBy(models.TextChoices):
    """How a letter went out. The portal itself sends none: answers must come to the author."""

    EMAIL = "email", _("e-mail from the own mailbox")
    POST = "post", pgettext_lazy("how a letter is sent", "post")
    IN_PERSON = "in_person", _("handed over in person")


class BatchStatus(models.TextChoices):
    """Of many letters written in one go."""

    RUNNING = "running", pgettext_lazy("many letters", "being written")
    DONE = "done", pgettext_lazy("many letters", "ready")
