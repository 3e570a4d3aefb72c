"""Fills a trial through the services, so that history, letters and rules are the real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.memberships import MembershipKind, kind
from accounts.models import User
from accounts.permissions import can_grant_role
from accounts.services import ask_for_access, grant_membership, invite
from common.audit.context import Source, acting
from common.codelists.models import Theme
from communities.enums import CommunityRole, OfficeRole
from communities.models import Community, Oblast, Office, OfficeMembership
from partners.models import Agreement, Partner, Programme
from portal.demo.agreements import make_agreement
from portal.demo.content import Entry, digest, read
from portal.demo.ideas import make_idea, make_strategy
from portal.demo.keys import make_demo_key
from portal.demo.letters import make_letter, make_letterhead
from portal.demo.meetings import make_meeting
from portal.demo.money import make_aid, make_call, make_rates, make_saved_search
from portal.demo.mta import AssistanceMaker
from portal.demo.news import make_news
from portal.demo.offers import make_demo_offer
from portal.demo.partners import make_contact, make_partner
from portal.demo.people import make_office, make_person, make_profile
from portal.demo.progress import make_progress_report
from portal.demo.projects import ProjectMaker, make_programme
from portal.demo.requests import make_coordination_request
from portal.demo.twin_links import make_twin_link
from portal.demo.webhooks import make_demo_webhook
from portal.models import DemoRecord
from projects.models import Project

# The same for every account of a trial; `manage.py demo_accounts` and `make run` show it.
PASSWORD = "mosty-demo-2026"  # noqa: S105 - meant to be known
NOTE = "demonstration content"
# Somebody who has been invited and has not answered yet.
INVITED = "guest.myrhorod@mosty.example"
INVITED_TO = "UA53060230000098362"


def load_demo(says: Callable[[str], None] = lambda _noun: None) -> dict[str, int]:
    """Make what the content holds and this database has not had yet; how many of each kind.
    `says` is called with the kind of each record as it is made.

    All or nothing. Content that is the same as last time costs one query.
    """
    seen = DemoRecord.objects.filter(kind="content", key="digest").first()
    if seen and seen.record == digest():
        return {}
    with transaction.atomic(), acting(source=Source.COMMAND, note=NOTE):
        loader = Loader(says)
        loader.load()
        DemoRecord.objects.update_or_create(
            kind="content", key="digest", defaults={"record": digest()}
        )
    return dict(loader.made)


@dataclass
class Loader:
    """One run. `known` is what earlier runs made: (kind, key) → what finds the record."""

    says: Callable[[str], None] = lambda _noun: None
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    def load(self) -> None:
        self.known = {
            (one.kind, one.key): one.record
            for one in DemoRecord.objects.exclude(kind="content").iterator()
        }
        # Hashed once: hashing it for each account would take most of the time.
        self._each(
            "person", "people", "email", partial(make_person, password=make_password(PASSWORD))
        )
        self._each("office", "offices", "slug", partial(make_office, actor=self.administrator))
        self._make_roles("office")
        self._each("profile", "profiles", "code", partial(make_profile, actor=self.administrator))
        self._each("strategy", "strategies", "key", self._make_strategy)
        self._make_partners()
        self._make_contacts()
        self._make_agreements()
        self._each("twin link", "twin-links", "key", self._make_twin_link)
        self._make_projects()
        self._each("technical assistance", "mta", "key", self._make_assistance)
        self._make_roles("community")
        self._make_roles("partner")
        self._each("letterhead", "letterheads", "community", self._make_letterhead)
        self._each("letter", "letters", "key", make_letter)
        self._each("idea", "ideas", "key", self._make_idea)
        self._each("coordination request", "requests", "key", make_coordination_request)
        self._each("meeting", "meetings", "key", self._make_meeting)
        self._each("news", "news", "key", self._make_news)
        self._each("request", "people", "email", self._make_request)
        self._once("exchange rates", "rates", self._make_rates)
        self._each("call", "calls", "key", self._make_call)
        self._each("aid", "aid", "key", self._make_aid)
        self._each("saved search", "saved-searches", "key", make_saved_search)
        self._each("offer", "offers", "key", self._make_offer)
        self._each("progress report", "progress", "key", self._make_progress_report)
        self._each("webhook", "webhooks", "key", self._make_webhook)
        self._once("invitation", INVITED, self._make_invitation)
        make_key = partial(make_demo_key, administrator=self.administrator)
        self._each("API key", "keys", "key", make_key)

    def _each(self, noun: str, name: str, key: str, make: Callable[[Entry], str]) -> None:
        for entry in read(name):
            self._once(noun, entry[key], lambda entry=entry: make(entry))  # type: ignore[misc]

    def _once(self, noun: str, key: str, make: Callable[[], str]) -> None:
        """Make the record unless an earlier run did; an empty answer means: nothing to make."""
        if (noun, key) in self.known:
            return
        self.says(noun)
        record = make()
        if record:
            DemoRecord.objects.create(kind=noun, key=key, record=record)
            self.known[noun, key] = record
            self.made[noun] += 1

    # Who

    @cached_property
    def administrator(self) -> User:
        found: User = User.objects.filter(is_superuser=True, is_active=True).earliest("pk")
        return found

    def _make_roles(self, code: str) -> None:
        for person, role in self._roles(code):
            key = f"{person['email']} {code} {role['scope']} {role['role']}"
            self._once("role", key, lambda p=person, r=role: self._make_role(p, r))  # type: ignore[misc]

    def _roles(self, code: str) -> Iterator[tuple[Entry, Entry]]:
        """Heads first: they give the roles of the others."""
        pairs = [
            (person, role)
            for person in read("people")
            for role in person["memberships"]
            if role["kind"] == code
        ]
        return iter(sorted(pairs, key=lambda pair: pair[1]["role"] != OfficeRole.HEAD))

    def _make_role(self, person: Entry, role: Entry) -> str:
        user = User.objects.get(email=person["email"])
        one = kind(role["kind"])
        scope = self._scope(role)
        if not one.held(user, scope, role["role"]):
            actor = self._giver(one, scope, role["role"])
            grant_membership(actor=actor, kind=one, scope=scope, role=role["role"], user=user)
        return str(person["email"])

    def _scope(self, role: Entry) -> Any:
        if role["kind"] == "office":
            return Office.objects.get(oblast__code=role["scope"])
        if role["kind"] == "community":
            return Community.objects.get(code=role["scope"])
        return self._partner(role["scope"])

    def _giver(self, one: MembershipKind, scope: Any, role: str) -> User:
        """The head of the oblast's office where that is allowed, else the administrator."""
        oblast = getattr(scope, "oblast_id", None)
        heads = OfficeMembership.objects.active().filter(
            office__oblast=oblast, role=OfficeRole.HEAD
        )
        head = heads.select_related("user").first() if oblast else None
        may = head is not None and can_grant_role(head.user, one, scope, role)
        return head.user if head is not None and may else self.administrator

    # Registers

    def _make_strategy(self, entry: Entry) -> str:
        oblast = self._oblasts[entry["oblast"]]
        return make_strategy(entry, actor=self._giver_of(entry["oblast"]), oblast=oblast)

    def _make_meeting(self, entry: Entry) -> str:
        return make_meeting(entry, partner=self._partner)

    def _make_news(self, entry: Entry) -> str:
        return make_news(entry, partner=self._partner, known=self.known)

    def _make_idea(self, entry: Entry) -> str:
        return make_idea(entry, partner=self._partner)

    def _make_offer(self, entry: Entry) -> str:
        """On an idea or a request of the demonstration."""
        noun = "idea" if "idea" in entry else "coordination request"
        key = (noun, entry["idea"] if "idea" in entry else entry["request"])
        if key not in self.known:
            return ""
        partner = self._partner(entry["partner"])
        return make_demo_offer(entry, reference=self.known[key], partner=partner)

    def _make_progress_report(self, entry: Entry) -> str:
        project = Project.objects.get(reference=self.known["project", entry["project"]])
        partner = self._partner(entry["partner"])
        return make_progress_report(entry, project=project, partner=partner)

    def _make_webhook(self, entry: Entry) -> str:
        return make_demo_webhook(entry, partner=self._partner(entry["partner"]))

    def _make_agreements(self) -> None:
        self._each("partner", "cities", "key", self._make_partner)
        self._each("agreement", "agreements", "key", self._make_agreement)

    def _make_agreement(self, entry: Entry) -> str:
        return make_agreement(
            entry,
            actor=self._giver_of(entry["oblast"]),
            oblast=self._oblasts[entry["oblast"]],
            partners=[self._partner(key) for key in entry["partners"]],
            themes=[self._themes[key] for key in entry.get("themes", ())],
        )

    def _giver_of(self, code: str) -> User:
        """The head of the oblast's office, who keeps its agreements."""
        heads = OfficeMembership.objects.active().filter(
            office__oblast__code=code, role=OfficeRole.HEAD
        )
        head = heads.select_related("user").first()
        return head.user if head else self.administrator

    def _make_partners(self) -> None:
        """Those without a parent first, so that each finds the one it is a part of."""
        for entry in sorted(read("partners"), key=lambda one: bool(one["parent"])):
            self._once("partner", entry["key"], lambda entry=entry: self._make_partner(entry))  # type: ignore[misc]

    def _make_partner(self, entry: Entry) -> str:
        return make_partner(
            entry,
            actor=self.administrator,
            office=self._offices.get(entry["curated_by"]),
            parent=self._partner(entry["parent"]) if entry["parent"] else None,
            themes=self._themes,
            oblasts=self._oblasts,
        )

    def _make_contacts(self) -> None:
        for entry in read("contacts"):
            key = f"{entry['partner']} {entry['email']}"
            self._once("contact", key, lambda entry=entry: self._make_contact(entry))  # type: ignore[misc]

    def _make_contact(self, entry: Entry) -> str:
        partner = self._partner(entry["partner"])
        return make_contact(entry, actor=self.administrator, partner=partner)

    def _partner(self, key: str) -> Partner:
        """The record made under this key, or the one into which it has been merged since."""
        partner: Partner = Partner.objects.get(slug=self.known["partner", key])
        return partner.merged_into or partner

    @cached_property
    def _offices(self) -> dict[str, Office]:
        return {one.oblast.code: one for one in Office.objects.select_related("oblast")}

    @cached_property
    def _oblasts(self) -> dict[str, Oblast]:
        return {one.code: one for one in Oblast.objects.all()}

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {one.slug: one for one in Theme.objects.all()}

    # Programmes and projects

    def _make_projects(self) -> None:
        self._each("programme", "programmes", "key", self._make_programme)
        if all(("project", entry["key"]) in self.known for entry in read("projects")):
            return
        maker = ProjectMaker(
            partners={key: self._partner(key) for key in self._keys_of_partners()},
            oblasts=self._oblasts,
            themes=self._themes,
            programmes={
                key: Programme.objects.get(slug=slug)
                for (noun, key), slug in self.known.items()
                if noun == "programme"
            },
        )
        for entry in read("projects"):
            actor = self._giver_of(entry["oblast"])
            known = {key: ref for (noun, key), ref in self.known.items() if noun == "project"}
            make = partial(maker.make, entry, actor=actor, known=known)
            self._once("project", entry["key"], make)

    def _make_assistance(self, entry: Entry) -> str:
        project = Project.objects.get(reference=self.known["project", entry["key"]])
        keys = [
            one["coming_partner"] for one in entry.get("entries", ()) if "coming_partner" in one
        ]
        maker = AssistanceMaker(
            partners={key: self._partner(key) for key in keys},
            actor=self._giver_of(project.oblast.code),
        )
        return maker.make(entry, project)

    def _keys_of_partners(self) -> list[str]:
        return [key for noun, key in self.known if noun == "partner"]

    def _make_programme(self, entry: Entry) -> str:
        return make_programme(
            entry,
            actor=self.administrator,
            partners={key: self._partner(key) for _role, key in entry["parties"]},
            oblasts=self._oblasts,
            themes=self._themes,
        )

    # Twin links

    def _make_twin_link(self, entry: Entry) -> str:
        agreement = self.known.get(("agreement", entry.get("agreement", "")))
        return make_twin_link(
            entry,
            actor=self.administrator,
            partner=self._partner(entry["partner"]) if entry.get("partner") else None,
            oblasts=self._oblasts,
            agreement=Agreement.objects.filter(reference=agreement).first(),
        )

    def _make_letterhead(self, entry: Entry) -> str:
        return make_letterhead(entry, actor=self.administrator)

    # Money

    def _make_rates(self) -> str:
        return str(make_rates(self.administrator) or "")

    def _make_call(self, entry: Entry) -> str:
        return make_call(
            entry,
            actor=self._giver_of(entry["office"]),
            office=self._offices.get(entry["office"]),
            partner=self._partner(entry["partner"]),
            themes=[self._themes[key] for key in entry["themes"]],
            oblasts=[self._oblasts[code] for code in entry["oblasts"]],
        )

    def _make_aid(self, entry: Entry) -> str:
        return make_aid(
            entry,
            actor=self.administrator,
            partner=self._partner(entry["partner"]) if entry["partner"] else None,
            oblast=self._oblasts.get(entry.get("oblast", "")),
        )

    # Ways into a role

    def _make_request(self, entry: Entry) -> str:
        asked = entry.get("access_request")
        if not asked:
            return ""
        ask_for_access(
            actor=User.objects.get(email=entry["email"]),
            kind=kind(asked["kind"]),
            scope=self._scope(asked),
            role=asked["role"],
            reason=asked["reason"],
        )
        return str(entry["email"])

    def _make_invitation(self) -> str:
        one, scope = kind("community"), Community.objects.get(code=INVITED_TO)
        invite(
            actor=self._giver(one, scope, CommunityRole.EDITOR),
            kind=one,
            scope=scope,
            role=CommunityRole.EDITOR,
            email=INVITED,
        )
        return INVITED
