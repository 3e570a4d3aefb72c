"""`contact-info`: whom to ask. Bodies only: a contact person is personal data."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    Defaults,
    Narratives,
    add,
    add_texts,
    attribute,
    clean,
    in_both,
    narratives_in,
    texts_in,
    texts_shape,
)
from projects.iati.shape import element, many, optional
from projects.models import Project, ProjectContact

PLACE = many(
    element(
        "contact-info",
        "type{ContactType}",
        optional(texts_shape("organisation")),
        optional(texts_shape("department")),
        optional(texts_shape("person-name")),
        optional(texts_shape("job-title")),
        many(element("telephone", text="string")),
        many(element("email", text="string")),
        many(element("website", text="anyURI")),
        many(texts_shape("mailing-address")),
    )
)
FIELD = "contacts"


@dataclass(frozen=True, slots=True)
class ContactInfo:
    """Names of persons and their posts are read over: we neither take nor give them."""

    kind: str = ""
    organisation: Narratives = ()
    department: Narratives = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    addresses: tuple[Narratives, ...] = ()


def of(project: Project, site: str) -> tuple[ContactInfo, ...]:
    """Published ones; a contact that is a person is never published."""
    return tuple(_of_row(one) for one in project.contacts.all() if one.is_published)


def _of_row(row: ProjectContact) -> ContactInfo:
    address = in_both(row.address, "")
    return ContactInfo(
        row.kind,
        in_both(row.organisation, row.organisation_en),
        in_both(row.department, row.department_en),
        _lines(row.phone),
        _lines(row.email),
        _lines(row.website),
        (address,) if address else (),
    )


def _lines(text: str) -> tuple[str, ...]:
    return (clean(text),) if clean(text) else ()


def write(parent: etree._Element, contact: ContactInfo) -> None:
    child = add(parent, "contact-info", type=contact.kind)
    add_texts(child, "organisation", contact.organisation)
    add_texts(child, "department", contact.department)
    for name, texts in (
        ("telephone", contact.phones),
        ("email", contact.emails),
        ("website", contact.websites),
    ):
        for text in texts:
            etree.SubElement(child, name).text = text
    for address in contact.addresses:
        add_texts(child, "mailing-address", address)


def read(node: etree._Element, defaults: Defaults) -> ContactInfo:
    def lines(name: str) -> tuple[str, ...]:
        found = ((one.text or "").strip() for one in node.iterchildren(name))
        return tuple(one for one in found if one)

    return ContactInfo(
        attribute(node, "type"),
        texts_in(node, "organisation", defaults.language),
        texts_in(node, "department", defaults.language),
        lines("telephone"),
        lines("email"),
        lines("website"),
        tuple(
            narratives_in(one, defaults.language) for one in node.iterchildren("mailing-address")
        ),
    )
