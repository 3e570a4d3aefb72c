"""Letters of a trial: drawn up, sent and answered through the same services as those of people."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import User
from communities.models import Community
from portal.demo.agreements import day_of
from portal.demo.content import Entry
from twinning.letter_sender import profile_of
from twinning.models import Municipality
from twinning.services.letterheads import COLUMNS, LetterheadData, save_letterhead
from twinning.services.letters import LetterData, close, draw_up, mark_sent, propose


def make_letterhead(entry: Entry, *, actor: User) -> str:
    community = Community.objects.select_related("oblast").get(code=entry["community"])
    data = LetterheadData(**{name: entry[name] for name in COLUMNS if name in entry})
    return str(save_letterhead(actor=actor, home=community, data=data).public_id)


def make_letter(entry: Entry) -> str:
    """Drawn up from the template; the entry says what its author wrote into it."""
    author = User.objects.get(email=entry["author"])
    community = Community.objects.select_related("oblast").get(code=entry["community"])
    place = Municipality.objects.get(geonames_id=entry["place"])
    data = _written(entry, community, place)
    letter = draw_up(actor=author, home=community, place=place, kind=entry["kind"], data=data)
    if "sent" in entry:
        letter = mark_sent(actor=author, letter=letter, on=day_of(entry["sent"]), by=entry["by"])
    if "status" in entry:
        close(
            actor=author,
            letter=letter,
            status=entry["status"],
            on=day_of(entry["closed"]),
            note=entry["note"],
        )
    return letter.reference


def _written(entry: Entry, community: Community, place: Municipality) -> LetterData:
    language = entry["language"]
    proposed = propose(
        home=community,
        place=place,
        kind=entry["kind"],
        language=language,
        recipient_name=entry["recipient_name"],
    )
    assert proposed is not None
    body, subject = proposed.data.body, proposed.data.subject
    for name, words in entry.get("words", {}).items():
        body, subject = (text.replace(f"{{{name}}}", words) for text in (body, subject))
    if "profile" in entry:
        body = body.replace(profile_of(community, language).text, entry["profile"])
    dated = day_of(entry.get("sent")) or proposed.data.dated_on
    address = entry.get("recipient_address", "")
    return replace(
        proposed.data, subject=subject, body=body, recipient_address=address, dated_on=dated
    )
