"""People, offices and what communities say of themselves, from their entries in data/."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts.models import User
from communities.models import Community, Oblast, Office
from communities.services.offices import open_office
from communities.services.profiles import change_community_profile
from portal.demo.content import Entry

OF_OFFICE = ("name", "name_en", "edrpou", "phone", "email", "website", "about", "about_en")


def make_person(entry: Entry, *, password: str) -> str:
    """An account with this hash of its password, unless there is one with the address."""
    email = entry["email"]
    if User.objects.filter(email=email).exists():
        return str(email)
    is_administrator = entry.get("is_superuser", False)
    user = User.objects.create(
        email=email,
        full_name=entry["full_name_en" if entry["language"] == "en" else "full_name"],
        preferred_language=entry["language"],
        password=password,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return str(email)


def make_office(entry: Entry, *, actor: User) -> str:
    oblast = Oblast.objects.get(code=entry["oblast"])
    existing = Office.objects.filter(oblast=oblast).first()
    if existing:
        return str(existing.slug)
    office = open_office(
        actor=actor,
        oblast=oblast,
        slug=entry["slug"],
        postal_address=entry["address"],
        **{name: entry[name] for name in OF_OFFICE},
    )
    return str(office.slug)


def make_profile(entry: Entry, *, actor: User) -> str:
    """What the community's own people have written stays."""
    community = Community.objects.get(code=entry["code"])
    if not (community.about or community.about_en):
        change_community_profile(
            actor=actor,
            community=community,
            about=entry["about"],
            about_en=entry["about_en"],
            website=entry["website"],
        )
    return str(community.code)
