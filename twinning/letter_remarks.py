"""What the portal could not know or say in the language of a letter, in words for its author."""

from __future__ import annotations

from django.utils.translation import gettext as _

from common.intake.texts import many_lines
from twinning.letter_enums import LetterStatus
from twinning.letter_fields import FIELDS
from twinning.letter_forms import language_name
from twinning.letter_sender import Profile
from twinning.models import Letter
from twinning.services.letters import Proposed


def remarks_on(proposed: Proposed) -> list[str]:
    """Of a text that nobody has looked at yet."""
    written = proposed.data.language
    said = [_of_template(proposed.wanted, written), _of_profile(proposed.profile_language, written)]
    if proposed.left_out:
        names = "; ".join(str(FIELDS[name]) for name in proposed.left_out)
        said.append(_("Left out, since the portal does not know it: %(names)s.") % {"names": names})
    return [one for one in said if one]


def remarks_of(letter: Letter, profile: Profile, *, wanted: str = "") -> list[str]:
    """Of a draft as it stands; `profile` is that of its home in its language. What the author has
    translated or taken out since is not remarked on.
    """
    if letter.status != LetterStatus.DRAFT:
        return []
    quotes = profile.text and many_lines(profile.text) in letter.body
    said = [
        _of_template(wanted, letter.language),
        _of_profile(profile.language if quotes else "", letter.language),
    ]
    return [one for one in said if one]


def _of_template(wanted: str, written: str) -> str:
    if wanted in {"", written}:
        return ""
    text = _("There is no template in this language: %(wanted)s. The letter is in English.")
    return text % {"wanted": language_name(wanted)}


def _of_profile(language: str, written: str) -> str:
    if language in {"", written}:
        return ""
    text = _(
        "The community has no profile in the language of the letter; the text about it is "
        "in this one: %(language)s. Translate it or take it out."
    )
    return text % {"language": language_name(language)}
