"""What may be chosen by typing in the forms of projects: bodies, territory, sectors, records.

Each chooser finds by words, tells what a key means and gives the record that it names. The form
field and the address that suggests (`projects:project-choices`) ask the same one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now

from common.codelists.countries import country_codes
from common.codelists.entries import SECTOR, names_of
from common.design.formats import current_language
from common.design.languages import wording
from common.design.widgets import Combobox, Typed, TypingChoiceField
from common.registers.fields import text_in
from common.search.names import search_names
from communities.models import Community, Oblast, Office, Raion
from partners.agreement_fields import community_label
from partners.models import Agreement, ContactPerson, Partner, Programme
from projects.models import Project
from projects.models.classification import DAC
from projects.models.places import UKRAINE

SUGGESTED = 10


class Found(NamedTuple):
    key: str
    label: str
    hint: str = ""


class Chooser(ABC):
    @abstractmethod
    def find(self, user: Any, text: str) -> list[Found]:
        """What the typed words may mean, the likeliest first."""

    @abstractmethod
    def value(self, key: str) -> Any:
        """What the key names; None when nothing does."""

    @abstractmethod
    def key(self, value: Any) -> str: ...

    @abstractmethod
    def label(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Records(Chooser):
    """Records of one model, among those that the person may see."""

    model: Any
    # Those that the person may choose; what a record names already is shown whatever it is.
    rows: Callable[[Any], Any]
    column: str
    says: Callable[[Any], str]
    hints: Callable[[Any], str] = lambda one: ""
    search: Callable[[Any, str], Any] = search_names

    def find(self, user: Any, text: str) -> list[Found]:
        rows = self.search(self.rows(user), text)[:SUGGESTED]
        return [Found(self.key(one), self.says(one), self.hints(one)) for one in rows]

    def value(self, key: str) -> Any:
        try:
            return self.model.objects.filter(**{self.column: key}).first()
        except (ValueError, ValidationError):
            return None

    def key(self, value: Any) -> str:
        return str(getattr(value, self.column))

    def label(self, value: Any) -> str:
        return self.says(value)


class OfSeveral(Chooser):
    """Records of several models under one field: the key says of which, `partner:sida`."""

    def __init__(self, **choosers: Records) -> None:
        self.choosers = choosers

    def find(self, user: Any, text: str) -> list[Found]:
        found = [
            Found(f"{name}:{one.key}", one.label, one.hint)
            for name, chooser in self.choosers.items()
            for one in chooser.find(user, text)
        ]
        said = text.casefold()
        return sorted(found, key=lambda one: not one.label.casefold().startswith(said))[:SUGGESTED]

    def value(self, key: str) -> Any:
        name, _colon, inner = key.partition(":")
        chooser = self.choosers.get(name)
        return chooser.value(inner) if chooser else None

    def key(self, value: Any) -> str:
        name = type(value).__name__.lower()
        return f"{name}:{self.choosers[name].key(value)}"

    def label(self, value: Any) -> str:
        return self.choosers[type(value).__name__.lower()].label(value)


@dataclass(frozen=True)
class Abroad:
    """A country as a whole, or a region of the world, as a project's territory."""

    country: str = ""
    region_vocabulary: str = ""
    region_code: str = ""


class Units(OfSeveral):
    """Communities, raions, oblasts, the whole country; countries and regions that came by IATI."""

    def find(self, user: Any, text: str) -> list[Found]:
        whole = Found(self.key(Abroad(UKRAINE)), self.label(Abroad(UKRAINE)))
        named = [whole] if text.casefold() in whole.label.casefold() else []
        return [*named, *super().find(user, text)][:SUGGESTED]

    def value(self, key: str) -> Any:
        kind, _colon, code = key.partition(":")
        if kind == "country":
            return Abroad(code) if code in country_codes() else None
        if kind == "region":
            vocabulary, _colon, region = code.partition(":")
            return Abroad("", vocabulary[:2], region[:20]) if region else None
        return super().value(key)

    def key(self, value: Any) -> str:
        if isinstance(value, Abroad):
            if value.country:
                return f"country:{value.country}"
            return f"region:{value.region_vocabulary}:{value.region_code}"
        return super().key(value)

    def label(self, value: Any) -> str:
        if not isinstance(value, Abroad):
            return super().label(value)
        if value.country == UKRAINE:
            return _now("the whole of Ukraine")
        known = country_codes().get(value.country)
        return text_in(known["name"], current_language()) if known else value.region_code


class Sectors(Chooser):
    """Five-digit DAC sectors by code or name; the value is (list, code)."""

    def find(self, user: Any, text: str) -> list[Found]:
        said = text.casefold()
        found = [
            Found(f"{DAC}:{code}", f"{code} {name}")
            for code, name in names_of(SECTOR).items()
            if code.startswith(said)
            or any(said in one.casefold() for one in (name.uk, name.en))
            or f"{code} {name}".casefold() == said
            if not name.is_withdrawn
        ]
        return found[:SUGGESTED]

    def value(self, key: str) -> Any:
        vocabulary, _colon, code = key.partition(":")
        if vocabulary == DAC and code not in names_of(SECTOR):
            return None
        return (vocabulary[:3], code[:40]) if code else None

    def key(self, value: Any) -> str:
        return ":".join(value)

    def label(self, value: Any) -> str:
        vocabulary, code = value
        name = names_of(SECTOR).get(code) if vocabulary == DAC else None
        return f"{code} {name}" if name else code


def named(column: str) -> Callable[[Any], str]:
    return lambda one: wording(one, column).text


def project_label(one: Any) -> str:
    return f"{one.reference} {wording(one, 'title').text}"[:160]


def _by_full_name(rows: Any, text: str) -> Any:
    """For the few oblasts and offices, by any of their names."""
    said = text.casefold()
    return [
        one
        for one in rows
        if any(said in str(getattr(one, name, "")).casefold() for name in OBLAST_NAMES)
    ]


OBLAST_NAMES = ("full_name", "full_name_en", "name", "name_en")
PARTNERS = Records(
    model=Partner,
    rows=lambda user: Partner.objects.visible_to(user).current().in_ukrainian_order(),
    column="slug",
    says=named("name"),
    hints=lambda one: one.acronym,
)
COMMUNITIES = Records(
    model=Community,
    rows=lambda user: Community.objects.in_force().select_related("oblast").in_ukrainian_order(),
    column="code",
    says=community_label,
)
RAIONS = Records(
    model=Raion,
    rows=lambda user: Raion.objects.in_force().select_related("oblast").in_ukrainian_order(),
    column="code",
    says=community_label,
)
OBLASTS = Records(
    model=Oblast,
    rows=lambda user: Oblast.objects.in_force().in_ukrainian_order(),
    column="code",
    says=named("full_name"),
    search=_by_full_name,
)
OFFICES = Records(
    model=Office,
    rows=lambda user: Office.objects.in_ukrainian_order(),
    column="slug",
    says=named("name"),
    search=_by_full_name,
)
CHOOSERS: dict[str, Chooser] = {
    "bodies": OfSeveral(partner=PARTNERS, community=COMMUNITIES, oblast=OBLASTS, office=OFFICES),
    "units": Units(community=COMMUNITIES, raion=RAIONS, oblast=OBLASTS),
    "partners": PARTNERS,
    "communities": COMMUNITIES,
    "grounds": OfSeveral(community=COMMUNITIES, oblast=OBLASTS),
    "receivers": OfSeveral(partner=PARTNERS, community=COMMUNITIES),
    "sectors": Sectors(),
    "projects": Records(
        model=Project,
        rows=lambda user: Project.objects.visible_to(user).current().order_by("-pk"),
        column="reference",
        says=project_label,
    ),
    "programmes": Records(
        model=Programme,
        rows=lambda user: Programme.objects.visible_to(user).current().in_ukrainian_order(),
        column="slug",
        says=named("name"),
        hints=lambda one: one.acronym,
    ),
    "agreements": Records(
        model=Agreement,
        rows=lambda user: Agreement.objects.visible_to(user).current().newest_first(),
        column="reference",
        says=project_label,
    ),
    "people": Records(
        model=ContactPerson,
        rows=lambda user: ContactPerson.objects.visible_to(user).select_related("partner"),
        column="pk",
        says=lambda one: f"{one.full_name}, {wording(one.partner, 'name').text}",
        search=lambda rows, text: rows.filter(full_name__icontains=text).order_by("full_name"),
    ),
}


class KeyField(forms.Field):
    """Chosen by typing. `user` sees only what is theirs to see; set by the form."""

    user: Any = None
    default_error_messages = {
        key: TypingChoiceField.default_error_messages[key] for key in ("unknown", "several")
    }

    def __init__(self, what: str, **options: Any) -> None:
        self.chooser = CHOOSERS[what]
        url = lambda: reverse("projects:project-choices", kwargs={"what": what})  # noqa: E731
        super().__init__(widget=Combobox(url), **options)
        box: Any = self.widget
        box.label_of = lambda key: self.shown(self.chooser.value(str(key))).text

    def shown(self, value: Any) -> Typed:
        """A value as the widget shows it, without asking the database once more."""
        if value is None:
            return Typed("", "")
        return Typed(self.chooser.key(value), self.chooser.label(value))

    def clean(self, value: Any) -> Any:
        found = self._found(value) if isinstance(value, Typed) else None
        if found is None and self.required:
            raise ValidationError(_now("Type a part of the name and choose from the list."))
        return found

    def _found(self, typed: Typed) -> Any:
        if typed.key and "\x00" not in typed.key:
            value = self.chooser.value(typed.key)
            if value is not None and typed.text in {"", self.chooser.label(value)}:
                return value
        if not typed.text:
            return None
        found = self.chooser.find(self.user, typed.text[:200])
        exact = [one for one in found if one.label.casefold() == typed.text.casefold()]
        if len(exact or found) == 1:
            return self.chooser.value((exact or found)[0].key)
        names = ", ".join(one.label for one in found[:4])
        code = "several" if found else "unknown"
        message = self.error_messages[code]
        raise ValidationError(message, code=code, params={"text": typed.text, "names": names})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, Typed) and bool(data.key or data.text)
