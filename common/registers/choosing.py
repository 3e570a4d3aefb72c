"""`?fields=` and `?expand=`: what of a record is read, and which linked records with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from common.registers.fields import Field, FieldKind
from common.registers.paging import BadParameter
from common.registers.register import Register, registers
from common.registers.stamps import STAMPS, Stamped, stamped

LINKING = frozenset({FieldKind.REFERENCE, FieldKind.REFERENCES, FieldKind.ROWS})
MOST_EXPANDED_FIELDS = 3
MOST_EXPANDED_RECORDS = 500


@dataclass(frozen=True)
class Choice:
    """What an answer holds of each record: fields of the register, stamps, linked records."""

    fields: list[Field]
    stamps: tuple[str, ...]
    expanded: tuple[str, ...]
    is_plain: bool


def choice_asked(
    register: Register, parameters: Mapping[str, str], user: Any, *, whole: bool
) -> Choice:
    """Raises BadParameter for names that the viewer's records do not have."""
    fields = fields_asked(register, parameters, user, whole=whole)
    names = _names(parameters, "fields")
    expanded = _expanded(parameters, [one.name for one in fields if one.kind in LINKING])
    stamps = tuple(one for one in STAMPS if not names or one in names)
    return Choice(fields, stamps, expanded, not names and not expanded)


def fields_asked(
    register: Register, parameters: Mapping[str, str], user: Any, *, whole: bool
) -> list[Field]:
    """The fields named in `?fields=`, in the register's order; all of a list or record else."""
    names = _names(parameters, "fields")
    if not names:
        return register.fields_for(user, whole=whole)
    known = register.fields_for(user)
    _refuse_unknown("fields", names, [*(one.name for one in known), *STAMPS])
    return [one for one in known if one.name in names]


def _expanded(parameters: Mapping[str, str], known: list[str]) -> tuple[str, ...]:
    names = _names(parameters, "expand")
    _refuse_unknown("expand", names, known)
    if len(names) > MOST_EXPANDED_FIELDS:
        message = _("Name at most %(most)s fields to expand.")
        raise BadParameter("expand", message % {"most": MOST_EXPANDED_FIELDS})
    return tuple(names)


def _names(parameters: Mapping[str, str], parameter: str) -> list[str]:
    if parameter not in parameters:
        return []
    names = [name.strip() for name in parameters[parameter].split(",")]
    if not all(names):
        raise BadParameter(parameter, _("Write names of fields with commas between them."))
    return names


def _refuse_unknown(parameter: str, names: list[str], known: Sequence[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        message = _("There is no «%(name)s» here. Choose from: %(names)s.")
        words = {"name": unknown[0][:100], "names": ", ".join(known) or "–"}
        raise BadParameter(parameter, message % words)


def chosen_of(objects: Sequence[Stamped], choice: Choice, user: Any) -> list[str]:
    """What was chosen, out of whole objects."""
    texts = [one.with_stamps(STAMPS) for one in objects]
    if choice.is_plain:
        return texts
    names = {*(one.name for one in choice.fields), *choice.stamps}
    rows = [json.loads(text) for text in texts]
    kept = [{name: value for name, value in row.items() if name in names} for row in rows]
    texts = [json.dumps(row, ensure_ascii=False) for row in kept]
    return expanded(texts, choice.expanded, user) if choice.expanded else texts


def expanded(texts: Sequence[str], names: Sequence[str], user: Any) -> list[str]:
    """The records with each link of these fields to a record of the API filled: `record` beside
    `url` is that record as in its own list. One query a register, whatever the number of rows.
    """
    rows = [json.loads(text) for text in texts]
    links = [link for row in rows for name in names for link in _links(row[name])]
    addresses = {link["url"] for link in links}
    if len(addresses) > MOST_EXPANDED_RECORDS:
        message = _("The page links to more than %(most)s records: ask for smaller pages.")
        raise BadParameter("expand", message % {"most": MOST_EXPANDED_RECORDS})
    found = _records(addresses, user)
    for link in links:
        link["record"] = found.get(link["url"])
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _links(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _links(one)
    elif isinstance(value, dict):
        if value.get("url"):
            yield value
        else:
            for one in value.values():
                yield from _links(one)


def _records(addresses: set[str], user: Any) -> dict[str, Any]:
    """Address → record, of those that lie in this API and that the user may see."""
    found: dict[str, Any] = {}
    for register in registers():
        root = f"{settings.SITE_URL}{register.api_path}"
        keys = {
            address.removeprefix(root).rstrip("/"): address
            for address in addresses
            if register.api_path and address.startswith(root)
        }
        if keys:
            found |= {keys[key]: record for key, record in _by_key(register, list(keys), user)}
    return found


def _by_key(register: Register, keys: list[str], user: Any) -> Iterator[tuple[str, Any]]:
    rows = register.visible_to(user).filter(**{f"{register.key}__in": keys}).order_by()
    known = dict(rows.values_list("pk", register.key))
    fields = register.fields_for(user, whole=False)
    for pk, one in stamped(register, list(known), fields, user).items():
        yield str(known[pk]), json.loads(one.with_stamps(STAMPS))
