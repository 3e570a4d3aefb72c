"""Who writes: letterhead, signatory and profile of a community or an office in a language."""

from __future__ import annotations

from dataclasses import dataclass

from common.design.romanisation import romanise
from common.documents.document import Picture
from communities.models import Community, Oblast, Office
from twinning.letter_names import country_in, home_name, oblast_name, post_in
from twinning.models import Letterhead


@dataclass(frozen=True, kw_only=True)
class Sender:
    """All in the language of the letter, as far as anybody knows it."""

    name: str
    over: str
    address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    signatory_name: str = ""
    signatory_position: str = ""
    arms: str = ""

    @property
    def contact(self) -> str:
        return ", ".join(part for part in (self.email, self.phone) if part)

    @property
    def lines(self) -> tuple[str, ...]:
        reach = " · ".join(part for part in (self.phone, self.email, self.website) if part)
        return tuple(part for part in (self.address, reach) if part)


def office_of(home: Community | Oblast) -> Office | None:
    oblast = home.oblast if isinstance(home, Community) else home
    found: Office | None = Office.objects.filter(oblast=oblast).first()
    return found


def letterhead_of(home: Community | Oblast) -> Letterhead | None:
    if isinstance(home, Community):
        return Letterhead.objects.filter(community=home).first()
    return Letterhead.objects.filter(office__oblast=home).first()


def sender_of(home: Community | Oblast, language: str) -> Sender:
    """What the letterhead says; for an oblast the records of its office fill the gaps."""
    head = letterhead_of(home) or Letterhead()
    is_uk = language == "uk"
    common = {
        "address": head.address if is_uk else head.address_en or romanise(head.address),
        "email": head.email,
        "phone": head.phone,
        "signatory_name": head.signatory_name
        if is_uk
        else head.signatory_name_en or romanise(head.signatory_name),
        "signatory_position": _position(head, language),
        "arms": head.arms.name or "",
    }
    if isinstance(home, Community):
        over = f"{oblast_name(home.oblast, language)}, {country_in('UA', language)}"
        return Sender(
            name=home_name(home, language), over=over, website=_bare(home.website), **common
        )
    return _office_sender(home, language, common)


def _position(head: Letterhead, language: str) -> str:
    if language == "uk":
        return head.signatory_position
    own = post_in(head.signatory_position, language)
    if language != "en" and own:
        return own
    return head.signatory_position_en or own or romanise(head.signatory_position)


def _office_sender(oblast: Oblast, language: str, common: dict[str, str]) -> Sender:
    office = office_of(oblast)
    over = f"{oblast_name(oblast, language)}, {country_in('UA', language)}"
    if office is None:
        return Sender(name=home_name(oblast, language), over=over, **common)
    address = office.postal_address if language == "uk" else romanise(office.postal_address)
    filled = common | {
        "address": common["address"] or address,
        "email": common["email"] or office.email,
        "phone": common["phone"] or office.phone,
    }
    name = office.name if language == "uk" else office.name_en
    return Sender(name=name, over=over, website=_bare(office.website), **filled)


def _bare(website: str) -> str:
    return website.removeprefix("https://").removeprefix("http://").rstrip("/")


@dataclass(frozen=True)
class Profile:
    """What the sender says of itself; `language` is the one in which there is a text."""

    text: str
    language: str


def profile_of(home: Community | Oblast, language: str) -> Profile:
    """In the language, else in English, else in Ukrainian; whoever uses it says so."""
    if isinstance(home, Community):
        about, about_en = home.about, home.about_en
    else:
        office = office_of(home)
        about, about_en = (office.about, office.about_en) if office else ("", "")
    texts = {"uk": about, "en": about_en}
    for code in (language, "en", "uk"):
        if texts.get(code):
            return Profile(texts[code].strip(), code)
    return Profile("", language)


def arms_of(name: str, description: str) -> Picture | None:
    """The picture in the store; nothing when the file is gone, for a letter must go out."""
    if not name:
        return None
    try:
        with Letterhead.arms.field.storage.open(name) as file:
            content = file.read()
    except OSError:
        return None
    return Picture(content=content, kind=name.rpartition(".")[2], description=description)
