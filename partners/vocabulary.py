"""The words that officials write in tables for kinds, statuses, themes, oblasts and languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from common.codelists.enums import OrganisationType
from common.codelists.models import Theme
from common.exchange.columns import Code
from common.exchange.vocabulary import Vocabulary, code_names
from communities.models import Oblast
from partners.data import language_names
from partners.enums import IdentifierScheme, PartnerKind, PartnerStatus
from partners.registers import organisation_types, partner_kinds, partner_statuses

KIND_SYNONYMS: dict[str, PartnerKind] = {
    word: kind
    for kind, words in {
        PartnerKind.INTERNATIONAL_ORGANISATION: "міжнародна організація, МО, міжурядова,"
        " міжурядова організація, агентство ООН, агенція ООН, ООН, international organization,"
        " intergovernmental organisation, UN agency",
        PartnerKind.FOREIGN_GOVERNMENT: "уряд, іноземний уряд, уряд іноземної держави,"
        " міністерство, іноземна держава, government, ministry",
        PartnerKind.GOVERNMENT_AGENCY: "урядова агенція, урядове агентство, агентство, агенція,"
        " державна агенція, державне агентство, іноземна урядова агенція, agency, state agency",
        PartnerKind.DIPLOMATIC_MISSION: "посольство, посольство або місія, консульство,"
        " дипломатична місія, дипломатичне представництво, представництво, місія, embassy, mission,"
        " consulate, diplomatic mission",
        PartnerKind.IFI: "МФО, міжнародна фінансова організація, міжнародна фінансова установа,"
        " міжнародний банк, банк, IFI, development bank, bank",
        PartnerKind.FOUNDATION: "фонд, благодійний фонд, благодійна організація, приватний фонд,"
        " fund, charity",
        PartnerKind.NGO: "неурядова організація, НУО, НДО, громадська організація, ГО,"
        " недержавна організація, недержавна неприбуткова організація, non-governmental"
        " organization, non-profit, civil society organisation",
        PartnerKind.MUNICIPAL_ASSOCIATION: "асоціація муніципалітетів, асоціація міст, асоціація"
        " громад, асоціація, об’єднання міст, об’єднання муніципалітетів, мережа міст, спілка міст,"
        " association, network of cities",
        PartnerKind.LOCAL_AUTHORITY: "іноземна місцева влада, місцева влада, муніципалітет, місто,"
        " громада, комуна, гміна, орган місцевого самоврядування, municipality, city, town,"
        " local authority",
        PartnerKind.REGIONAL_AUTHORITY: "іноземна регіональна влада, регіональна влада, регіон,"
        " воєводство, земля, область, провінція, округ, край, region, regional authority, province,"
        " voivodeship",
        PartnerKind.UNIVERSITY: "університет, ЗВО, заклад вищої освіти, академія, інститут,"
        " наукова установа, higher education",
        PartnerKind.COMPANY: "компанія, підприємство, бізнес, фірма, корпорація, приватний сектор,"
        " business, enterprise, private sector",
        PartnerKind.OTHER: "інше, інша, інший, other",
    }.items()
    for word in words.split(", ")
}
STATUS_SYNONYMS: dict[str, PartnerStatus] = {
    word: status
    for status, words in {
        PartnerStatus.CANDIDATE: "кандидат, потенційний, потенційна, можливий, новий, planned,"
        " potential, prospective",
        PartnerStatus.ACTIVE: "діє, діючий, діюча, чинний, чинна, активний, активна, активно,"
        " співпрацює, співпрацюємо, так, working, in force",
        PartnerStatus.DORMANT: "призупинено, призупинений, призупинена, на паузі, пауза,"
        " неактивний, неактивна, сплячий, спляча, не діє, тимчасово не діє, paused, suspended,"
        " inactive",
        PartnerStatus.ARCHIVED: "архів, архівний, архівна, в архіві, у архіві, припинено,"
        " завершено, closed, archive",
    }.items()
    for word in words.split(", ")
}
# What themes are often called beside their names; slugs that the portal has not are skipped.
THEME_SYNONYMS = {
    "відновлення": "rebuilding",
    "реконструкція": "rebuilding",
    "recovery": "rebuilding",
    "reconstruction": "rebuilding",
    "економіка": "economy",
    "економічний розвиток": "economy",
    "бізнес": "economy",
    "гуманітарка": "humanitarian",
    "соціальна сфера": "social",
    "медицина": "health",
    "здоров’я": "health",
    "освіта": "education",
    "впо": "displaced",
    "переселенці": "displaced",
    "ветерани": "veterans",
    "ветерани та їхні родини": "veterans",
    "енергоефективність": "energy",
    "вода": "water",
    "довкілля": "environment",
    "екологія": "environment",
    "клімат": "environment",
    "місцеве врядування": "governance",
    "врядування": "governance",
    "самоврядування": "governance",
    "децентралізація": "governance",
    "цифровізація": "digital",
    "цифрові послуги": "digital",
    "культура": "culture",
    "молодь": "youth-sport",
    "спорт": "youth-sport",
    "розмінування": "safety",
    "безпека": "safety",
    "житло": "housing",
    "транспорт": "transport",
    "агро": "agriculture",
}
LANGUAGE_SYNONYMS = {"держ": "uk", "украинский": "uk", "англ": "en", "укр": "uk", "нім": "de"}
SCHEME_SYNONYMS = {
    "IATI": IdentifierScheme.IATI,
    "ідентифікатор IATI": IdentifierScheme.IATI,
    "XM-IATI": IdentifierScheme.IATI,
    "ЄДРПОУ": IdentifierScheme.UA_EDR,
    "EDRPOU": IdentifierScheme.UA_EDR,
    "код ЄДРПОУ": IdentifierScheme.UA_EDR,
    "ROR": IdentifierScheme.ROR,
    "LEI": IdentifierScheme.LEI,
    "Wikidata": IdentifierScheme.WIKIDATA,
    "Вікідані": IdentifierScheme.WIKIDATA,
    "DAC": IdentifierScheme.DAC_CHANNEL,
}


@cache
def kind_words() -> Vocabulary:
    return Vocabulary(code_names(partner_kinds()), KIND_SYNONYMS)


@cache
def status_words() -> Vocabulary:
    return Vocabulary(code_names(partner_statuses()), STATUS_SYNONYMS)


@cache
def organisation_type_words() -> Vocabulary:
    return Vocabulary(code_names(organisation_types()))


@cache
def scheme_words() -> Vocabulary:
    return Vocabulary(
        {str(one.value): [str(one.value)] for one in IdentifierScheme}, SCHEME_SYNONYMS
    )


@cache
def language_words() -> Vocabulary:
    ukrainian, english = language_names("uk"), language_names("en")
    names = {
        code: [name, f"{name} мова", english.get(code, name)] for code, name in ukrainian.items()
    }
    return Vocabulary(names, LANGUAGE_SYNONYMS)


def theme_words(themes: dict[str, Theme]) -> Vocabulary:
    names = {slug: [one.name, one.name_en] for slug, one in themes.items()}
    known = {word: slug for word, slug in THEME_SYNONYMS.items() if slug in themes}
    return Vocabulary(names, known)


def theme_codes() -> list[Code]:
    rows = Theme.objects.filter(is_archived=False)
    return [Code(one.slug, one.name, one.name_en) for one in rows]


def show_themes(value: Any) -> str:
    names = dict(Theme.objects.filter(slug__in=value or ()).values_list("slug", "name"))
    return ", ".join(str(names.get(slug, slug)) for slug in value or ())


def oblast_words(oblasts: dict[str, Oblast]) -> Vocabulary:
    names: dict[str, list[str]] = {}
    synonyms: dict[str, str] = {}
    for code, one in oblasts.items():
        short = one.name_en.removesuffix(" Oblast")
        # "Kyiv" alone is the city, whose own name it is.
        plain = [short] if one.name_en != "Kyiv Oblast" else []
        names[code] = [one.name, one.full_name, one.name_en, *plain]
        synonyms |= {f"{one.name} обл": code, f"м {one.name}": code, one.iso_code: code}
        synonyms |= dict.fromkeys(one.former_codes, code)
    crimea = next((code for code, one in oblasts.items() if one.slug == "crimea"), "")
    if crimea:
        synonyms |= dict.fromkeys(("Крим", "АР Крим", "АРК", "Crimea"), crimea)
    return Vocabulary(names, synonyms)


# The IATI type that usually goes with a kind, for tables that do not name one.
USUAL_TYPE: dict[str, OrganisationType] = {
    PartnerKind.INTERNATIONAL_ORGANISATION: OrganisationType.MULTILATERAL,
    PartnerKind.FOREIGN_GOVERNMENT: OrganisationType.GOVERNMENT,
    PartnerKind.GOVERNMENT_AGENCY: OrganisationType.GOVERNMENT,
    PartnerKind.DIPLOMATIC_MISSION: OrganisationType.GOVERNMENT,
    PartnerKind.IFI: OrganisationType.MULTILATERAL,
    PartnerKind.FOUNDATION: OrganisationType.FOUNDATION,
    PartnerKind.NGO: OrganisationType.INTERNATIONAL_NGO,
    PartnerKind.LOCAL_AUTHORITY: OrganisationType.LOCAL_GOVERNMENT,
    PartnerKind.REGIONAL_AUTHORITY: OrganisationType.LOCAL_GOVERNMENT,
    PartnerKind.UNIVERSITY: OrganisationType.ACADEMIC,
    PartnerKind.COMPANY: OrganisationType.PRIVATE,
}
