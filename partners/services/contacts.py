"""Contact persons: personal data with consent and an end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import Source, acting
from common.intake.values import wrong_values
from partners.data import ContactData
from partners.exceptions import ContactErased, InvalidData
from partners.models import ContactPerson, Partner
from partners.services.locking import locked_current

COLUMNS = tuple(one.name for one in fields(ContactData))
# What tells who the person is. Position and dates stay: the fact that somebody was known.
PERSONAL = ("full_name", "email", "phone", "note")


@transaction.atomic
def add_contact(*, actor: User | None, partner: Partner, data: ContactData) -> ContactPerson:
    """Refuses: PartnerArchived, PartnerMerged, InvalidData (no consent, no way to reach, the
    person stands there already …).
    """
    contact = ContactPerson(partner=locked_current(partner), **asdict(data.cleaned()))
    _refuse_known(contact)
    return _saved(actor, contact)


def _refuse_known(contact: ContactPerson) -> None:
    """The same person entered twice would be erased once and kept once."""
    held = contact.partner.contacts.filter(forgotten_at=None, full_name__iexact=contact.full_name)
    if any(
        (contact.email and one.email.lower() == contact.email.lower())
        or (contact.phone and one.phone == contact.phone)
        for one in held
    ):
        raise InvalidData({"full_name": [_("This person stands there already.")]})


@transaction.atomic
def change_contact(
    *, actor: User | None, contact: ContactPerson, data: ContactData
) -> ContactPerson:
    """Refuses: ContactErased, PartnerArchived, PartnerMerged, InvalidData."""
    contact = _locked(contact)
    locked_current(contact.partner)
    data = data.cleaned()
    if asdict(data) == {name: _plain(contact, name) for name in COLUMNS}:
        return contact
    for name in COLUMNS:
        setattr(contact, name, getattr(data, name))
    return _saved(actor, contact)


@transaction.atomic
def erase_contact(*, actor: User | None, contact: ContactPerson, note: str = "") -> ContactPerson:
    """Erase what tells who the person is; that there was a contact stays. Cannot be undone.

    History never held these columns. Works for archived partners too: the duty to erase does not
    end with them. Refuses: ContactErased.
    """
    contact = _locked(contact)
    for name in PERSONAL:
        setattr(contact, name, "")
    contact.forgotten_at = timezone.now()
    with acting(actor=actor, note=note):
        contact.save()
    return contact


def forget_expired_contacts() -> int:
    """Erase every person whose data were to be kept until a day that has passed; how many."""
    expired = ContactPerson.objects.filter(
        forgotten_at=None, retention_until__lt=timezone.localdate()
    )
    erased = 0
    with acting(source=Source.TASK):
        for contact in list(expired):
            # Somebody, or a second run of the task, may have been quicker.
            with suppress(ContactErased):
                erase_contact(actor=None, contact=contact, note="retention")
                erased += 1
    return erased


def _locked(contact: ContactPerson) -> ContactPerson:
    rows = ContactPerson.objects.select_for_update(of=("self",)).select_related("partner")
    found: ContactPerson = rows.get(pk=contact.pk)
    if found.forgotten_at:
        raise ContactErased
    return found


def _plain(contact: ContactPerson, name: str) -> object:
    return str(contact.phone) if name == "phone" else getattr(contact, name)


def _saved(actor: User | None, contact: ContactPerson) -> ContactPerson:
    errors = wrong_values(contact, exclude={"partner"})
    if errors:
        raise InvalidData(errors)
    with acting(actor=actor):
        contact.save()
    return contact
