"""The life of a request as one table; `request_moves` writes what it says.

Who may take a step is a column: COMMUNITY_ALONE are the coordinators of its community, AUTHORS
they and the office for them, OFFICE the head and officers of the office that deals with it, NOBODY
what follows from something else: an offer, the day from which it goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.request_enums import OPEN, Outcome, RequestStatus, Side, WaitingFor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.models import CoordinationRequest

(
    DRAFT,
    SUBMITTED,
    RETURNED,
    ACCEPTED,
    IN_PROGRESS,
    WAITING,
    OFFERED,
    AGREED,
    CLOSED,
) = RequestStatus

COMMUNITY_ALONE, AUTHORS, OFFICE, NOBODY = "community alone", "authors", "office", "nobody"
# What a step needs besides the press of a button.
WHOLE, NOTE, OFFICER, PAUSE = "whole", "note", "officer", "pause"
# Whom it tells: the people of the community, the officer (everybody of the office while there is
# none), everybody of the office.
COMMUNITY, ASSIGNEE, EVERYBODY = "community", "assignee", "everybody"
# A target that is not one state: where the request was before it waited.
BACK = "back"


@dataclass(frozen=True)
class Condition:
    """A state alone does not say whether the step leads on; `label` is for the table in docs."""

    label: _StrPromise
    holds: Callable[[CoordinationRequest], bool]


@dataclass(frozen=True, kw_only=True)
class Step:
    """From where, to where, who, what it needs, what it tells whom.

    `label` is on its button, `done` on the timeline once it is taken; `news` is the sentence that
    the people of `tells` read; `turn` whose turn it is afterwards; `backwards` steps are offered
    after the others.
    """

    code: str
    label: _StrPromise
    done: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    outcome: str = ""
    needs: frozenset[str] = frozenset()
    tells: tuple[str, ...] = ()
    news: _StrPromise | str = ""
    turn: str = ""
    when: Condition | None = None
    backwards: bool = False
    help: _StrPromise | str = ""


WAS_SUBMITTED = Condition(
    _("it was submitted once"), lambda request: request.submitted_at is not None
)
NEVER_SUBMITTED = Condition(
    _("it was never submitted"), lambda request: request.submitted_at is None
)
FOR_COMMUNITY = Condition(
    _("it waits for the community"),
    lambda request: request.waiting_for == WaitingFor.COMMUNITY,
)

SUBMIT = Step(
    code="submit",
    label=_("Submit to the office"),
    done=pgettext_lazy("timeline", "Submitted to the office"),
    sources=frozenset({DRAFT, RETURNED}),
    target=SUBMITTED,
    who=AUTHORS,
    needs=frozenset({WHOLE}),
    tells=(ASSIGNEE,),
    news=_("A request is submitted: the office answers it by the deadline."),
    turn=Side.OFFICE,
    help=_("The office answers within the term that is shown after submitting."),
)
ACCEPT = Step(
    code="accept",
    label=pgettext_lazy("request", "Accept"),
    done=pgettext_lazy("timeline", "Accepted by the office"),
    sources=frozenset({SUBMITTED}),
    target=ACCEPTED,
    who=OFFICE,
    tells=(COMMUNITY,),
    news=_("The office has accepted the request and will deal with it."),
    turn=Side.OFFICE,
    help=_("The community gets a letter that the office has received the request and accepts it."),
)
START = Step(
    code="start",
    label=pgettext_lazy("request", "Take into work"),
    done=pgettext_lazy("timeline", "Taken into work"),
    sources=frozenset({SUBMITTED, ACCEPTED}),
    target=IN_PROGRESS,
    who=OFFICE,
    needs=frozenset({OFFICER}),
    tells=(COMMUNITY, ASSIGNEE),
    news=_("The request is in progress: an officer deals with it."),
    help=_("Choose who deals with it: yourself or a colleague. The community learns the name."),
)
OFFER = Step(
    code="offer",
    label=_("Help is offered"),
    done=pgettext_lazy("timeline", "Help was offered"),
    sources=frozenset({ACCEPTED, IN_PROGRESS, WAITING}),
    target=OFFERED,
    who=OFFICE,
    needs=frozenset({NOTE, OFFICER}),
    tells=(COMMUNITY,),
    news=_("A partner offers help: look at it and decide."),
    turn=Side.COMMUNITY,
    help=_("Write who offers what. An offer that a partner made in the portal does this itself."),
)
AGREE = Step(
    code="agree",
    label=pgettext_lazy("request", "Agreed"),
    done=pgettext_lazy("timeline", "It was agreed who helps"),
    sources=frozenset({IN_PROGRESS, OFFERED}),
    target=AGREED,
    who=AUTHORS,
    tells=(COMMUNITY, ASSIGNEE),
    news=_("It is agreed who helps with what."),
    help=_("What was offered is accepted. A day until which it is promised becomes the deadline."),
)
FULFIL = Step(
    code="fulfil",
    label=pgettext_lazy("request", "Fulfilled"),
    done=pgettext_lazy("timeline", "Closed: fulfilled"),
    sources=frozenset({ACCEPTED, IN_PROGRESS, WAITING, OFFERED, AGREED}),
    target=CLOSED,
    who=AUTHORS,
    outcome=Outcome.FULFILLED,
    tells=(COMMUNITY, ASSIGNEE),
    news=_("The request is fulfilled and closed."),
    help=_("The community has got what it asked for. Say in a line what came of it."),
)
RESUME = Step(
    code="resume",
    label=pgettext_lazy("request", "Resume"),
    done=pgettext_lazy("timeline", "It went on"),
    sources=frozenset({WAITING}),
    target=BACK,
    who=OFFICE,
    tells=(COMMUNITY,),
    news=_("The request goes on; the deadline runs again."),
    turn=Side.OFFICE,
    help=_("The waiting is over. The days that it lasted are added to the deadline."),
)
ANSWER = Step(
    code="answer",
    label=_("Answer the office"),
    done=pgettext_lazy("timeline", "The community answered"),
    sources=frozenset({WAITING}),
    target=BACK,
    who=COMMUNITY_ALONE,
    needs=frozenset({NOTE}),
    tells=(ASSIGNEE,),
    news=_("The community has answered; the deadline runs again."),
    turn=Side.OFFICE,
    when=FOR_COMMUNITY,
    help=_("The office waits for this. With your answer the request goes on."),
)
REOPEN = Step(
    code="reopen",
    label=pgettext_lazy("request", "Reopen"),
    done=pgettext_lazy("timeline", "Opened again"),
    sources=frozenset({CLOSED}),
    target=SUBMITTED,
    who=AUTHORS,
    needs=frozenset({NOTE}),
    tells=(COMMUNITY, EVERYBODY),
    news=_("The request is open again; its deadline is counted anew."),
    turn=Side.OFFICE,
    when=WAS_SUBMITTED,
    help=_("Say why. The deadline is counted anew from today."),
)
RESTORE = Step(
    code="restore",
    label=_("Make it a draft again"),
    done=pgettext_lazy("timeline", "Made a draft again"),
    sources=frozenset({CLOSED}),
    target=DRAFT,
    who=COMMUNITY_ALONE,
    turn=Side.COMMUNITY,
    when=NEVER_SUBMITTED,
)
SEND_BACK = Step(
    code="send_back",
    label=_("Send back for details"),
    done=pgettext_lazy("timeline", "Sent back for details"),
    sources=frozenset({SUBMITTED, ACCEPTED, IN_PROGRESS}),
    target=RETURNED,
    who=OFFICE,
    needs=frozenset({NOTE}),
    tells=(COMMUNITY,),
    news=_("The office asks for details before it can go on."),
    turn=Side.COMMUNITY,
    backwards=True,
    help=_("Write what has to be added. The deadline stands still until it is submitted again."),
)
WAIT = Step(
    code="wait",
    label=pgettext_lazy("request", "Put on hold"),
    done=pgettext_lazy("timeline", "Put on hold"),
    sources=frozenset({ACCEPTED, IN_PROGRESS, OFFERED, AGREED}),
    target=WAITING,
    who=OFFICE,
    needs=frozenset({NOTE, PAUSE}),
    tells=(COMMUNITY,),
    news=_("The request waits; the deadline stands still meanwhile."),
    backwards=True,
    help=_("For whom, why, and on which day it resumes by itself. No reminders until then."),
)
FALL_THROUGH = Step(
    code="fall_through",
    label=_("The help fell through"),
    done=pgettext_lazy("timeline", "The promised help fell through"),
    sources=frozenset({OFFERED, AGREED}),
    target=IN_PROGRESS,
    who=OFFICE,
    needs=frozenset({NOTE, OFFICER}),
    tells=(COMMUNITY,),
    news=_("The promised help fell through; the office goes on looking."),
    turn=Side.OFFICE,
    backwards=True,
)
TAKE_BACK = Step(
    code="take_back",
    label=_("Take back to change"),
    done=pgettext_lazy("timeline", "Taken back to change"),
    sources=frozenset({SUBMITTED}),
    target=DRAFT,
    who=COMMUNITY_ALONE,
    tells=(ASSIGNEE,),
    news=_("The community has taken the request back to change it."),
    turn=Side.COMMUNITY,
    backwards=True,
    help=_("It becomes a draft again until you submit it anew."),
)
REFUSE = Step(
    code="refuse",
    label=pgettext_lazy("request", "Refuse"),
    done=pgettext_lazy("timeline", "Closed: the office refused"),
    sources=frozenset({SUBMITTED, ACCEPTED}),
    target=CLOSED,
    who=OFFICE,
    outcome=Outcome.REFUSED,
    needs=frozenset({NOTE}),
    tells=(COMMUNITY,),
    news=_("The office cannot deal with the request."),
    backwards=True,
    help=_("Write why, and where the community can turn instead."),
)
NOT_FULFIL = Step(
    code="not_fulfil",
    label=_("Not fulfilled"),
    done=pgettext_lazy("timeline", "Closed: not fulfilled"),
    sources=frozenset({ACCEPTED, IN_PROGRESS, WAITING, OFFERED, AGREED}),
    target=CLOSED,
    who=OFFICE,
    outcome=Outcome.NOT_FULFILLED,
    needs=frozenset({NOTE}),
    tells=(COMMUNITY,),
    news=_("The request could not be fulfilled and is closed."),
    backwards=True,
    help=_("Write what was tried and why it did not come to anything."),
)
WITHDRAW = Step(
    code="withdraw",
    label=pgettext_lazy("request", "Withdraw"),
    done=pgettext_lazy("timeline", "Closed: the community withdrew it"),
    sources=frozenset({DRAFT, *OPEN}),
    target=CLOSED,
    who=COMMUNITY_ALONE,
    outcome=Outcome.WITHDRAWN,
    tells=(ASSIGNEE,),
    news=_("The community has withdrawn the request."),
    backwards=True,
    help=_("The community does not want it any more. It stays with its history."),
)
NOT_RELEVANT = Step(
    code="not_relevant",
    label=_("No longer relevant"),
    done=pgettext_lazy("timeline", "Closed: no longer relevant"),
    sources=frozenset(OPEN),
    target=CLOSED,
    who=AUTHORS,
    outcome=Outcome.NOT_RELEVANT,
    needs=frozenset({NOTE}),
    tells=(COMMUNITY, ASSIGNEE),
    news=_("The request is closed as no longer relevant."),
    backwards=True,
    help=_("The need has gone: nobody withdrew it, nobody failed. Reminders end."),
)
WAKE = Step(
    code="wake",
    label=_("The day has come: it goes on"),
    done=pgettext_lazy("timeline", "The day came: it went on"),
    sources=frozenset({WAITING}),
    target=BACK,
    who=NOBODY,
    tells=(ASSIGNEE,),
    news=_("The day has come from which the request goes on; the deadline runs again."),
    turn=Side.OFFICE,
)
GAIN = Step(
    code="gain",
    label=_("A partner made an offer"),
    done=pgettext_lazy("timeline", "The request has an offer"),
    sources=frozenset({ACCEPTED, IN_PROGRESS, WAITING}),
    target=OFFERED,
    who=NOBODY,
    turn=Side.COMMUNITY,
)
LOSE = Step(
    code="lose",
    label=_("No offer is left"),
    done=pgettext_lazy("timeline", "No offer was left"),
    sources=frozenset({OFFERED}),
    target=IN_PROGRESS,
    who=NOBODY,
    turn=Side.OFFICE,
)

STEPS = (
    SUBMIT,
    ACCEPT,
    START,
    OFFER,
    AGREE,
    FULFIL,
    ANSWER,
    RESUME,
    REOPEN,
    RESTORE,
    SEND_BACK,
    WAIT,
    FALL_THROUGH,
    TAKE_BACK,
    REFUSE,
    NOT_FULFIL,
    WITHDRAW,
    NOT_RELEVANT,
    WAKE,
    GAIN,
    LOSE,
)
# The way as the page shows it.
WAY = (DRAFT, SUBMITTED, ACCEPTED, IN_PROGRESS, OFFERED, AGREED, CLOSED)


def leads_on(step: Step, request: CoordinationRequest) -> bool:
    """Whether the step can be taken from where the request is, whoever takes it."""
    return request.status in step.sources and (step.when is None or step.when.holds(request))


def steps_from(request: CoordinationRequest, *roles: str) -> list[Step]:
    """Steps that people with these roles can take now, forward ones first."""
    return [one for one in STEPS if one.who in roles and leads_on(one, request)]


def answering(request: CoordinationRequest) -> Step | None:
    """The step by which the community's answer leads on: of what was sent back, or waits for it."""
    if request.status == DRAFT:
        return None
    return next((one for one in (SUBMIT, ANSWER) if leads_on(one, request)), None)


def is_next(step: Step, request: CoordinationRequest) -> bool:
    """Whether it is the usual next step from here: the page offers it before all others."""
    if step.target == BACK:
        return True
    here = DRAFT if request.status == RETURNED else request.status
    return here in WAY and WAY.index(here) + 1 == WAY.index(step.target)


def named(code: str) -> Step | None:
    """The step that people take by hand under this code."""
    return next((one for one in STEPS if one.code == code and one.who != NOBODY), None)
