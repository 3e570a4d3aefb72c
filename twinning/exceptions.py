"""What the services of twinning refuse, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


class TwinningError(Exception):
    """Refused: the text says why."""


class InvalidMunicipality(TwinningError):
    """`errors`: field → messages."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(" ".join(message for messages in errors.values() for message in messages))
        self.errors = errors


class RelationsBegun(TwinningError):
    def __init__(self) -> None:
        super().__init__(_("Relations with this place have begun already."))


class PartnerTaken(TwinningError):
    def __init__(self) -> None:
        super().__init__(_("This partner stands for another place already."))
