"""The life of an idea as one table. Its `status` is written here and nowhere else.

Who may take a step is a column of the table too: AUTHORS are the coordinators of its communities
(and the office for them), OFFICE the head and officers of the oblast, NOBODY what follows from
something else: an interest, the scheduled task.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.idea_enums import IdeaStatus
from projects.idea_exceptions import IdeaIncomplete, IdeaWrongStatus, InvalidData

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from projects.models import ProjectIdea

(
    DRAFT,
    SUBMITTED,
    RETURNED,
    CHECKED,
    PUBLISHED,
    INTEREST,
    FUNDED,
    WITHDRAWN,
    OUTDATED,
) = IdeaStatus

AUTHORS, OFFICE, NOBODY = "authors", "office", "nobody"
LARGEST_NOTE = 1000


@dataclass(frozen=True)
class Step:
    """From where, to where, who, and what it needs.

    `keeps_note` is the column for the note; `is_whole` asks for everything that a partner must
    know; `backwards` steps are offered after the others; `done` stands on the timeline.
    """

    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    needs_note: bool = False
    keeps_note: str = ""
    is_whole: bool = False
    needs_project: bool = False
    backwards: bool = False
    help: _StrPromise | str = ""
    done: _StrPromise | str = ""

    @property
    def told(self) -> str:
        """What the timeline says once it is taken."""
        return str(self.done or self.label)


SUBMIT = Step(
    "submit",
    _("Submit to the office"),
    frozenset({DRAFT, RETURNED}),
    SUBMITTED,
    AUTHORS,
    is_whole=True,
    help=_("The office of the oblast checks the idea and puts it into the catalogue."),
    done=pgettext_lazy("timeline", "Submitted to the office"),
)
REWORK = Step(
    "rework",
    _("Take back to rework"),
    frozenset({SUBMITTED, CHECKED, PUBLISHED, INTEREST}),
    DRAFT,
    AUTHORS,
    backwards=True,
    help=_(
        "The idea becomes a draft again and leaves the catalogue until the office has checked it "
        "anew. Interest of partners stays."
    ),
    done=pgettext_lazy("timeline", "Taken back to rework"),
)
SEND_BACK = Step(
    "send_back",
    _("Send back to be mended"),
    frozenset({SUBMITTED, CHECKED, PUBLISHED, INTEREST}),
    RETURNED,
    OFFICE,
    needs_note=True,
    keeps_note="to_mend",
    backwards=True,
    help=_("Write what has to be mended: the community gets it by letter and sees it on the page."),
    done=pgettext_lazy("timeline", "Sent back to be mended"),
)
CHECK = Step(
    "check",
    _("Checked"),
    frozenset({SUBMITTED}),
    CHECKED,
    OFFICE,
    is_whole=True,
    help=_("The data are true and complete. Partners do not see the idea yet."),
    done=pgettext_lazy("timeline", "Checked by the office"),
)
PUBLISH = Step(
    "publish",
    _("Publish in the catalogue"),
    frozenset({CHECKED}),
    PUBLISHED,
    OFFICE,
    is_whole=True,
    help=_("From now on partners see the idea and can say that it interests them."),
    done=pgettext_lazy("timeline", "Published in the catalogue"),
)
GAIN = Step("gain", _("A partner is interested"), frozenset({PUBLISHED}), INTEREST, NOBODY)
LOSE = Step("lose", _("No partner is left"), frozenset({INTEREST}), PUBLISHED, NOBODY)
FUND = Step(
    "fund",
    _("Funded"),
    frozenset({PUBLISHED, INTEREST}),
    FUNDED,
    OFFICE,
    needs_project=True,
    help=_("A project is made with the data of the idea, and both name each other."),
)
FALL_THROUGH = Step(
    "fall_through",
    _("The funding fell through"),
    frozenset({FUNDED}),
    PUBLISHED,
    OFFICE,
    needs_note=True,
    backwards=True,
    help=_("The idea looks for partners again. The project stays in its register."),
)
WITHDRAW = Step(
    "withdraw",
    _("Withdraw"),
    frozenset({DRAFT, RETURNED, SUBMITTED, CHECKED, PUBLISHED, INTEREST}),
    WITHDRAWN,
    AUTHORS,
    needs_note=True,
    keeps_note="end_reason",
    backwards=True,
    help=_("When the community no longer wants it. The idea stays with its history."),
    done=pgettext_lazy("timeline", "Withdrawn by the community"),
)
OUTDATE = Step(
    "outdate",
    _("Outdated"),
    frozenset({PUBLISHED, INTEREST}),
    OUTDATED,
    OFFICE,
    needs_note=True,
    keeps_note="end_reason",
    backwards=True,
    help=_("It leaves the catalogue. The community can bring it up to date and submit it again."),
)
REOPEN = Step(
    "reopen",
    _("Reopen as a draft"),
    frozenset({WITHDRAWN, OUTDATED}),
    DRAFT,
    AUTHORS,
    help=_("Bring it up to date and submit it again."),
    done=pgettext_lazy("timeline", "Opened again as a draft"),
)

STEPS = (
    SUBMIT,
    CHECK,
    PUBLISH,
    FUND,
    REOPEN,
    SEND_BACK,
    REWORK,
    FALL_THROUGH,
    OUTDATE,
    WITHDRAW,
    GAIN,
    LOSE,
)
# The way as the page shows it.
WAY = (DRAFT, SUBMITTED, CHECKED, PUBLISHED, INTEREST, FUNDED)


def steps_from(idea: ProjectIdea, *roles: str) -> list[Step]:
    """Steps that people with these roles can take now, forward ones first."""
    return [step for step in STEPS if idea.status in step.sources and step.who in roles]


def is_step(code: str) -> bool:
    return any(one.code == code and one.who != NOBODY for one in STEPS)


def step_of(idea: ProjectIdea, code: str) -> Step:
    """The step of that code that leads on from here. Refuses IdeaWrongStatus."""
    found = next((one for one in STEPS if one.code == code), None)
    if found is None or idea.status not in found.sources:
        raise IdeaWrongStatus(idea, found.target if found else "")
    return found


def move(idea: ProjectIdea, step: Step, note: str = "") -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses: IdeaWrongStatus, InvalidData (note), IdeaIncomplete.
    """
    if idea.status not in step.sources:
        raise IdeaWrongStatus(idea, step.target)
    note = note.strip()
    if step.needs_note and not note:
        raise InvalidData({"note": [_now("Write why.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_now("The note is too long.")]})
    missing = dict(missing_in(idea)) if step.is_whole else {}
    if missing:
        raise IdeaIncomplete(missing)
    idea.status = step.target
    idea.to_mend = note if step is SEND_BACK else ""
    idea.end_reason = note if step.keeps_note == "end_reason" else ""
    _date(idea, step)


def _date(idea: ProjectIdea, step: Step) -> None:
    today = timezone.localdate()
    if step is SUBMIT:
        idea.submitted_on = today
    if step is PUBLISH:
        idea.published_on = today
    ends = step.target in {FUNDED, WITHDRAWN, OUTDATED}
    idea.ended_on = today if ends else None
    idea.touched_at, idea.asked_at = timezone.now(), None


def missing_in(idea: ProjectIdea) -> Iterator[tuple[str, list[str]]]:
    """What a partner must know and the idea does not say: field → words."""
    for name in ("problem", "solution", "expected_result"):
        if not getattr(idea, name):
            yield name, [_now("Partners must know this: fill it in.")]
    if not idea.readiness:
        yield "readiness", [_now("Say how far the idea is prepared.")]
    if idea.amount is None:
        yield "amount", [_now("Estimate what it costs.")]
    if idea.pk and not idea.themes.exists():
        yield "themes", [_now("Choose at least one theme: partners look by themes.")]
    if not (idea.contact_name and (idea.contact_email or idea.contact_phone)):
        yield "contact_name", [_now("Name a person with an e-mail address or a telephone number.")]
