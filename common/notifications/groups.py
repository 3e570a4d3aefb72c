"""What notices can be about: a registry that apps fill, and by which people choose.

A lower app does not know what higher apps tell of, so each says it itself, in `AppConfig.ready()`:

    add_notice_group(NoticeGroup("ideas", _("Project ideas"), _("Steps of an idea, …")))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from common.notifications.enums import Frequency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _everybody(_person: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """`code` is kept with notices and choices, so that it never changes. `concerns` says whom it
    can reach at all: nobody else is asked how often.
    """

    code: str
    label: _StrPromise | str
    about: _StrPromise | str
    usually: Frequency = Frequency.NOW
    concerns: Callable[[Any], bool] = _everybody


# What the address in a digest ends: no group of its own, but all that come in it.
TOGETHER = NoticeGroup("together", _("Everything that comes in one letter, daily or weekly"), "")

_groups: dict[str, NoticeGroup] = {}


def add_notice_group(group: NoticeGroup) -> None:
    _groups[group.code] = group


def notice_groups() -> list[NoticeGroup]:
    """In the order of their names in the language of the moment."""
    return sorted(_groups.values(), key=lambda one: str(one.label))


def groups_for(person: Any) -> list[NoticeGroup]:
    return [one for one in notice_groups() if one.concerns(person)]


def notice_group(code: str) -> NoticeGroup:
    """Raises KeyError for a group that no app has added."""
    return _groups[code]


def named_in_letter(code: str) -> NoticeGroup | None:
    """What an address that ends letters is about."""
    return TOGETHER if code == TOGETHER.code else _groups.get(code)
