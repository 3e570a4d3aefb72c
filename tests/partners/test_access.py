"""Who may open and do what: page × cast → answer. An official can read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from communities.models import Office
from partners.models import ContactPerson, Partner
from tests.conftest import CAST
from tests.factories.partners import PartnerFactory
from tests.tables import each

# 302: to the sign-in page; 403: may see and not do; 404: may not know of it.
OK, SIGN_IN, FORBIDDEN, UNKNOWN, WRONG_STATE = 200, 302, 403, 404, 409
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def row(*answers: int) -> dict[str, int]:
    return dict(zip(CAST, answers, strict=True))


# The partner «bridges» is kept by the office of Poltava, public unless said otherwise; «shared»
# is kept by nobody. In the order of the cast: administrator, head, officer, officer of Sumy,
# analyst, coordinator, coordinator elsewhere, editor, representative, reader, newcomer, anonymous.
PAGES: dict[str, dict[str, int]] = {
    "/partners/": row(*[OK] * 12),
    "/partners/download.csv": row(*[OK] * 12),
    "/partners/download.xlsx": row(*[OK] * 12),
    "/partners/download.pdf": row(*[UNKNOWN] * 12),
    "/partners/choices/?q=фонд": row(*[OK] * 12),
    "/api/v1/partners/": row(*[OK] * 12),
    "/api/v1/partners/{public}/": row(*[OK] * 12),
    "/api/v1/partners/{internal}/": row(*[OK] * 5, *[UNKNOWN] * 7),
    "/partners/bridges/": row(*[OK] * 12),
    "/partners/registered/": row(*[OK] * 10, *[UNKNOWN] * 2),
    "/partners/internal/": row(*[OK] * 5, *[UNKNOWN] * 7),
    "/partners/archived/": row(*[OK] * 5, *[UNKNOWN] * 7),
    "/partners/nobody/": row(*[UNKNOWN] * 12),
    "/media/partners/logos/public.png": row(*[OK] * 12),
    "/media/partners/logos/internal.png": row(*[OK] * 5, *[UNKNOWN] * 7),
    "/media/partners/logos/missing.png": row(*[UNKNOWN] * 12),
    "/media/partners/logos/../../secret.png": row(*[UNKNOWN] * 12),
    "/partners/new/": row(*[OK] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    "/partners/duplicates/": row(*[OK] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    "/partners/bridges/edit/": row(
        OK, OK, OK, FORBIDDEN, *[FORBIDDEN] * 4, OK, FORBIDDEN, FORBIDDEN, SIGN_IN
    ),
    "/partners/shared/edit/": row(*[OK] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    "/partners/internal/edit/": row(*[OK] * 3, *[FORBIDDEN] * 2, *[UNKNOWN] * 6, SIGN_IN),
    "/partners/archived/edit/": row(*[WRONG_STATE] * 3, *[FORBIDDEN] * 2, *[UNKNOWN] * 6, SIGN_IN),
    "/partners/bridges/archive/": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/shared/archive/": row(*[OK] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    "/partners/archived/archive/": row(
        *[WRONG_STATE] * 3, *[FORBIDDEN] * 2, *[UNKNOWN] * 6, SIGN_IN
    ),
    "/partners/archived/restore/": row(*[OK] * 3, *[FORBIDDEN] * 2, *[UNKNOWN] * 6, SIGN_IN),
    "/partners/bridges/restore/": row(*[WRONG_STATE] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/bridges/merge/": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/shared/merge/?with=bridges": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/bridges/contacts/new/": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/bridges/contacts/{contact}/edit/": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/bridges/contacts/{contact}/erase/": row(*[OK] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    "/partners/shared/contacts/{contact}/edit/": row(*[UNKNOWN] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    "/admin/partners/partner/": row(*[OK] * 5, *[SIGN_IN] * 7),
    "/admin/partners/partner/add/": row(*[OK] * 4, FORBIDDEN, *[SIGN_IN] * 7),
    "/admin/partners/partner/{pk}/change/": row(*[OK] * 5, *[SIGN_IN] * 7),
    "/admin/partners/partner/{pk}/delete/": row(*[FORBIDDEN] * 5, *[SIGN_IN] * 7),
    "/admin/partners/contactperson/": row(*[OK] * 5, *[SIGN_IN] * 7),
    "/admin/partners/contactperson/{contact_pk}/change/": row(*[OK] * 5, *[SIGN_IN] * 7),
}

# Done by POST. 302 of a signed-in person: it is done.
DONE = 302
STEPS: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, int]] = {
    ("/partners/bridges/rest/", ()): row(*[DONE] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    ("/partners/shared/rest/", ()): row(*[DONE] * 4, *[FORBIDDEN] * 7, SIGN_IN),
    ("/partners/bridges/activate/", ()): row(*[WRONG_STATE] * 3, *[FORBIDDEN] * 8, SIGN_IN),
    ("/partners/bridges/archive/", (("reason", "двічі"),)): row(
        *[DONE] * 3, *[FORBIDDEN] * 8, SIGN_IN
    ),
    ("/partners/archived/restore/", ()): row(
        *[DONE] * 3, *[FORBIDDEN] * 2, *[UNKNOWN] * 6, SIGN_IN
    ),
    ("/partners/bridges/merge/", (("with", "shared"),)): row(
        *[DONE] * 3, *[FORBIDDEN] * 8, SIGN_IN
    ),
    ("/partners/bridges/contacts/{contact}/erase/", ()): row(
        *[DONE] * 3, *[FORBIDDEN] * 8, SIGN_IN
    ),
}


@pytest.fixture
def world(
    partner: Partner, contact: ContactPerson, office: Office, settings: Any, tmp_path: Any
) -> dict[str, Any]:
    """One partner of each sort; returns what stands in braces in the addresses."""
    settings.MEDIA_ROOT = tmp_path
    Partner.objects.filter(pk=partner.pk).update(slug="bridges")
    partner.refresh_from_db()
    PartnerFactory.create(slug="shared")
    PartnerFactory.create(slug="registered", visibility="registered", curated_by=office)
    internal = PartnerFactory.create(slug="internal", visibility="internal", curated_by=office)
    PartnerFactory.create(
        slug="archived", status="archived", archive_reason="закрито", curated_by=office
    )
    for one, name in ((partner, "public.png"), (internal, "internal.png")):
        one.logo.save(name, ContentFile(PNG))
    return {
        "public": partner.public_id,
        "internal": internal.public_id,
        "pk": partner.pk,
        "contact": contact.public_id,
        "contact_pk": contact.pk,
    }


def status(answer: Any) -> int:
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return int(answer.status_code)


@each("who", CAST)
def test_pages(who: str, world: dict[str, Any], browse: Any) -> None:
    browser = browse(who)
    answers = {url: status(browser.get(url.format(**world))) for url in PAGES}
    assert answers == {url: cast[who] for url, cast in PAGES.items()}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[0])
def test_steps(
    step: tuple[str, tuple[tuple[str, str], ...]],
    world: dict[str, Any],
    browse: Any,
) -> None:
    url, values = step
    answers = {}
    for who in CAST:
        with transaction.atomic():
            answers[who] = browse(who).post(url.format(**world), dict(values)).status_code
            transaction.set_rollback(True)
    assert answers == STEPS[step]


def test_steps_are_never_taken_by_get(world: dict[str, Any], browse: Any) -> None:
    for verb in ("rest", "activate"):
        assert browse("head").get(f"/partners/bridges/{verb}/").status_code == 405


def test_representative_changes_only_what_the_partner_says_of_itself(
    world: dict[str, Any], browse: Any, partner: Partner
) -> None:
    sent = {
        "name": "Захоплено",
        "visibility": "internal",
        "curated_by": "",
        "country": "SE",
        "description": "Нова",
        "website": "https://new.example",
        "languages": "англійська",
        "seen": partner.updated_at.isoformat(),
    }
    assert browse("representative").post("/partners/bridges/edit/", sent).status_code == 302
    fresh = Partner.objects.get(pk=partner.pk)
    assert (fresh.description, fresh.website, fresh.languages) == (
        "Нова",
        "https://new.example",
        ["en"],
    )
    assert (fresh.name, fresh.visibility, fresh.country.code) == ("Фонд Мости", "public", "DK")
    assert fresh.curated_by_id == partner.curated_by_id


def test_officer_does_not_give_the_record_away(
    world: dict[str, Any], browse: Any, partner: Partner
) -> None:
    """Handing over is for heads; an officer's form does not offer it."""
    assert b'name="curated_by"' not in browse("officer").get("/partners/bridges/edit/").content
    assert b'name="curated_by"' in browse("head").get("/partners/bridges/edit/").content


def test_actions_are_offered_to_those_who_may(world: dict[str, Any], browse: Any) -> None:
    for who, sees in (("officer", True), ("officer_of_sumy", False), ("anonymous", False)):
        text = browse(who).get("/partners/bridges/").content.decode()
        for verb in ("edit", "rest", "merge", "archive", "contacts/new"):
            assert (f"/partners/bridges/{verb}/" in text) == sees, (who, verb)
