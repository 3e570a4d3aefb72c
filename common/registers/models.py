"""What the registers remember of what they give to everybody, so that mirrors can follow it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ChangedRow(models.Model):
    """A row of any table that a register reads, written by a trigger in the change's transaction.

    `keys` are those columns of the row, as they were and as they are, that lead to the records
    which show it. `follow` takes these rows away when it has looked at the records.
    """

    source = models.CharField(_("table"), max_length=63)
    keys = models.JSONField(_("keys"))
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    class Meta:
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")

    def __str__(self) -> str:
        return f"{self.source} {self.keys}"


class Publication(models.Model):
    """An object that a register gives, or once gave, to everybody.

    `number` grows with each change of what everybody sees and orders the changes as they were
    committed (docs/decisions/0030). An object that is gone stays here as a tombstone.
    """

    register = models.CharField(_("register"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    record = models.BigIntegerField(_("primary key of the record"))
    etag = models.CharField(_("checksum of the object"), max_length=32)
    number = models.BigIntegerField(_("number of the change"), unique=True)
    changed_at = models.DateTimeField(_("changed at"))
    is_present = models.BooleanField(_("is given to everybody"))
    moved_to = models.CharField(
        _("key of the one that took its place"), max_length=200, blank=True, default=""
    )
    kept = models.TextField(_("the object, field by field"), blank=True, db_default="")

    class Meta:
        verbose_name = _("published object")
        verbose_name_plural = _("published objects")
        constraints = [
            models.UniqueConstraint(
                fields=("register", "key"),
                name="registers_publication_once",
                violation_error_message=_("The object is known already."),
            ),
        ]
        indexes = [
            models.Index(fields=("register", "number"), name="registers_publication_order"),
            models.Index(fields=("register", "changed_at"), name="registers_publication_since"),
            models.Index(
                fields=("register", "record"),
                name="registers_publication_record",
                condition=models.Q(is_present=True),
                include=("etag", "changed_at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


class KeptCells(models.Model):
    """What a published object is in a table: its cells as CSV has them, field by field, in a
    language (`common.registers.cells`).
    """

    register = models.CharField(_("register"), max_length=40)
    language = models.CharField(_("language"), max_length=5)
    record = models.BigIntegerField(_("primary key of the record"))
    cells = models.BinaryField(_("cells"))

    class Meta:
        verbose_name = _("cells of a published object")
        verbose_name_plural = _("cells of published objects")
        constraints = [
            models.UniqueConstraint(
                fields=("register", "language", "record"),
                name="registers_kept_cells_once",
                violation_error_message=_("The object is known already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record} {self.language}"


class FollowedRegister(models.Model):
    """How far a register is followed.

    `signature` tells how its objects were made: when that changes (a new field, a new day for what
    depends on it), all of them are looked at again. `version` grows whenever any may have changed.
    `total` is how many objects it gives to everybody.
    """

    name = models.CharField(_("register"), max_length=40, primary_key=True)
    signature = models.CharField(_("signature"), max_length=32)
    version = models.BigIntegerField(_("version"), default=0)
    changed_at = models.DateTimeField(_("changed at"))
    total = models.BigIntegerField(_("number of objects"), db_default=0)

    class Meta:
        verbose_name = _("followed register")
        verbose_name_plural = _("followed registers")

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered with, for who sends it again."""

    owner = models.CharField(_("whose key it is"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    fingerprint = models.CharField(_("checksum of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status of the answer"), default=0)
    headers = models.JSONField(_("headers of the answer"), default=dict)
    text = models.TextField(_("the answer"), default="")
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "key"),
                name="registers_kept_answer_once",
                violation_error_message=_("This key is in use already."),
            ),
        ]
        indexes = [models.Index(fields=("made_at",), name="registers_kept_answer_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
