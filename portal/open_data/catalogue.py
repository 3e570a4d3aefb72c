"""The catalogue of the open registers in DCAT-AP: one graph, told as JSON-LD or as Turtle.

Each register is a dataset; each format in which it is given a distribution, and so are the nightly
files. Harvesters of open data portals read it (CKAN by ckanext-dcat). Everything has an address
of its own, so the graph is flat.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from common.design.languages import in_languages
from common.registers.changes.objects import followed_registers
from common.registers.downloads import formats_of
from common.registers.formats import JSON, JSON_TYPE, LICENCE
from common.registers.models import FollowedRegister
from common.registers.register import Register
from portal.open_data.dumps import SUMS, Dump, DumpFile, newest
from portal.open_data.turtle import Node

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
UKRAINE = f"{EU}/country/UKR"
LANGUAGES = (f"{EU}/language/UKR", f"{EU}/language/ENG")
UPDATED_AT_ONCE = f"{EU}/frequency/UPDATE_CONT"
# Of the European list of themes, by register; a test asks for each of them.
INTERNATIONAL, REGIONS, GOVERNMENT, ECONOMY = (
    f"{EU}/data-theme/{code}" for code in ("INTR", "REGI", "GOVE", "ECON")
)
THEMES = {
    "agreements": (INTERNATIONAL, GOVERNMENT),
    "aid-deliveries": (INTERNATIONAL, REGIONS),
    "calls": (INTERNATIONAL, ECONOMY),
    "communities": (REGIONS, GOVERNMENT),
    "decisions": (GOVERNMENT, INTERNATIONAL),
    "ideas": (INTERNATIONAL, REGIONS),
    "meetings": (GOVERNMENT, INTERNATIONAL),
    "municipalities": (INTERNATIONAL, REGIONS),
    "news": (INTERNATIONAL, GOVERNMENT),
    "oblasts": (REGIONS, GOVERNMENT),
    "offices": (GOVERNMENT, INTERNATIONAL),
    "partners": (INTERNATIONAL, ECONOMY),
    "programmes": (INTERNATIONAL, ECONOMY),
    "projects": (INTERNATIONAL, ECONOMY),
    "raions": (REGIONS, GOVERNMENT),
    "received-property": (INTERNATIONAL, GOVERNMENT),
    "requests": (INTERNATIONAL, REGIONS),
    "strategic-goals": (REGIONS, GOVERNMENT),
    "strategies": (REGIONS, GOVERNMENT),
    "twin-links": (INTERNATIONAL, REGIONS),
}
# Names of files in the European list; the others are told by their label alone.
FILE_TYPES = {"json": "JSON", "csv": "CSV", "xlsx": "XLSX", "geojson": "GEOJSON", "iati": "XML"}
TITLE = _("Open data of the portal Mosty")
ABOUT = _("The public registers of the portal, whole and in formats that programs read.")
PUBLISHER = _("Mosty, portal of the regional offices of international cooperation")
KEYWORDS = (_("international cooperation"), _("communities"), _("Ukraine"))
API_TITLE = _("API of the portal Mosty")
NIGHTLY = _("%(format)s, the whole register, written every night")


@dataclass(frozen=True)
class Way:
    """One way to get a register: a format of its list, or a nightly file."""

    name: str
    title: Any
    label: str
    media_type: str
    address: str
    file: DumpFile | None = None
    made_at: dt.datetime | None = None


def document() -> dict[str, Any]:
    """The catalogue as JSON-LD."""
    return {"@context": PREFIXES, "@graph": nodes()}


def nodes() -> list[Node]:
    """The catalogue itself, then what it names; an address is told of once."""
    registers, dump = followed_registers(), newest()
    changed = dict(FollowedRegister.objects.values_list("name", "changed_at"))
    found = [_catalogue(registers, changed), _publisher(), _contact(), _service(registers)]
    for register in registers:
        ways = [*_ways(register), *_nightly(register, dump)]
        found.append(_dataset(register, ways, changed.get(register.name)))
        found += [one for way in ways for one in _distribution(register, way)]
    return list({one["@id"]: one for one in found}.values())


def _catalogue(registers: Sequence[Register], changed: dict[str, dt.datetime]) -> Node:
    return {
        "@id": _here("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": _texts(TITLE),
        "dct:description": _texts(ABOUT),
        "dct:publisher": _link(_here("publisher")),
        "dct:license": _link(LICENCE),
        "dct:language": _links(LANGUAGES),
        "dct:spatial": _link(UKRAINE),
        "dct:modified": [_moment(max(changed.values()))] if changed else [],
        "foaf:homepage": _link(_page("portal:open-data")),
        "dcat:themeTaxonomy": _link(f"{EU}/data-theme"),
        "dcat:dataset": _links(_here(one.name) for one in registers),
        "dcat:service": _link(_here("api")),
    }


def _publisher() -> Node:
    return {
        "@id": _here("publisher"),
        "@type": "foaf:Agent",
        "foaf:name": _texts(PUBLISHER),
        "foaf:homepage": _link(_page("portal:home")),
    }


def _contact() -> Node:
    return {
        "@id": _here("contact"),
        "@type": "vcard:Organization",
        "vcard:fn": _texts(PUBLISHER),
        "vcard:hasEmail": _link(f"mailto:{quote(settings.CONTACT_EMAIL, safe='@')}"),
    }


def _service(registers: Sequence[Register]) -> Node:
    return {
        "@id": _here("api"),
        "@type": "dcat:DataService",
        "dct:title": _texts(API_TITLE),
        "dcat:endpointURL": _link(_page("api:index")),
        "dcat:endpointDescription": _link(_page("api:schema")),
        "dct:license": _link(LICENCE),
        "dct:accessRights": _link(f"{EU}/access-right/PUBLIC"),
        "dcat:servesDataset": _links(_here(one.name) for one in registers),
    }


def _dataset(register: Register, ways: list[Way], changed: dt.datetime | None) -> Node:
    page = _page(register.page) if register.page else f"{settings.SITE_URL}{register.api_path}"
    return {
        "@id": _here(register.name),
        "@type": "dcat:Dataset",
        "dct:identifier": register.name,
        "dct:title": _texts(register.title),
        "dct:description": _texts(register.about),
        "dct:publisher": _link(_here("publisher")),
        "dcat:contactPoint": _link(_here("contact")),
        "dcat:theme": _links(THEMES[register.name]),
        "dcat:keyword": [text for word in KEYWORDS for text in _texts(word)],
        "dct:accrualPeriodicity": _link(UPDATED_AT_ONCE),
        "dct:modified": [_moment(changed)] if changed else [],
        "dct:spatial": _link(UKRAINE),
        "dct:language": _links(LANGUAGES),
        "dct:accessRights": _link(f"{EU}/access-right/PUBLIC"),
        "dct:license": _link(LICENCE),
        "dcat:landingPage": _link(page),
        "dcat:distribution": _links(_here(register.name, way.name) for way in ways),
    }


def _ways(register: Register) -> Iterator[Way]:
    address = f"{settings.SITE_URL}{register.api_path}"
    yield Way(JSON, "JSON", "JSON", JSON_TYPE, address)
    for one in formats_of(register):
        label = in_languages(one.label)["en"]
        yield Way(one.name, one.label, label, one.media_type, f"{address}?format={one.name}")


def _nightly(register: Register, dump: Dump | None) -> Iterator[Way]:
    """The newest of the nightly files, under the address that always leads to the newest."""
    for one in dump.files if dump else ():
        if one.register != register.name:
            continue
        label = one.format.upper()
        yield Way(
            f"nightly-{one.format}",
            NIGHTLY,
            label,
            {"csv": "text/csv", "ndjson": "application/x-ndjson"}[one.format],
            f"{settings.SITE_URL}{reverse('dump-latest', args=[one.name])}",
            one,
            dump.made_at if dump else None,
        )


def _distribution(register: Register, way: Way) -> Iterator[Node]:
    """The distribution, its format, and of a file its checksum."""
    here = _here(register.name, way.name)
    kind = _file_type(way)
    yield {
        "@id": here,
        "@type": "dcat:Distribution",
        "dct:title": _texts(way.title, {"format": way.label}),
        "dcat:accessURL": _link(way.address),
        **({} if way.name == JSON else {"dcat:downloadURL": _link(way.address)}),
        "dcat:accessService": [] if way.file else [_link(_here("api"))],
        "dct:format": _link(kind),
        "dcat:mediaType": _link(f"{MEDIA_TYPES}/{way.media_type.partition(';')[0]}"),
        "dct:license": _link(LICENCE),
        "dct:language": _links(LANGUAGES),
        "dcatap:availability": _link(f"{EU}/planned-availability/STABLE"),
        **(_of_file(way.file, way.made_at, here) if way.file and way.made_at else {}),
    }
    yield {"@id": kind, "@type": "dct:MediaTypeOrExtent", "rdfs:label": way.label}
    if way.file:
        yield {
            "@id": f"{here}-sha256",
            "@type": "spdx:Checksum",
            "spdx:algorithm": _link(SHA256),
            "spdx:checksumValue": {"@value": way.file.sha256, "@type": "xsd:hexBinary"},
        }


def _of_file(file: DumpFile, made_at: dt.datetime, here: str) -> dict[str, Any]:
    return {
        "dcat:compressFormat": _link(f"{MEDIA_TYPES}/application/gzip"),
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "dct:modified": _moment(made_at),
        "spdx:checksum": _link(f"{here}-sha256"),
        "foaf:page": _link(f"{settings.SITE_URL}{reverse('dump-latest', args=[SUMS])}"),
    }


def _file_type(way: Way) -> str:
    known = FILE_TYPES.get(way.file.format if way.file else way.name)
    return f"{EU}/file-type/{known}" if known else _here("format", quote(way.label))


def _here(*names: str) -> str:
    """An address within the page of open data, in Ukrainian, whatever language is asked in."""
    return f"{_page('portal:open-data')}#{'-'.join(names)}"


def _page(name: str) -> str:
    with translation.override("uk"):
        return f"{settings.SITE_URL}{reverse(name)}"


def _texts(text: Any, values: dict[str, str] | None = None) -> list[dict[str, str]]:
    said = in_languages(text, values)
    return [{"@value": value, "@language": code} for code, value in said.items()]


def _moment(moment: dt.datetime) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}


def _link(address: str) -> dict[str, str]:
    return {"@id": address}


def _links(addresses: Iterable[str]) -> list[dict[str, str]]:
    return [_link(one) for one in addresses]
