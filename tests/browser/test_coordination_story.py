"""What an office is for, from a request to its end, and what others see of it meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from common.notifications.models import Notice
from cooperation.models import CoordinationRequest, Meeting, Offer
from tests.browser.conftest import DESK, PHONE, Visit, Watched
from tests.browser.words import uk

SUBJECT = "Обладнання для шкільних їдалень"
PAPER = FilePayload(name="кошторис.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 story")
INTERNAL = "Лише між нами: запитати в ПРООН."
OUTSIDERS = ("coordinator.lubny", "officer.sumy", "donor.celle", "newcomer", "")


@dataclass
class Story:
    """The request and the browsers of its people; each opens once."""

    visit: Visit
    pages: dict[str, Page] = field(default_factory=dict)
    record: CoordinationRequest = field(default_factory=CoordinationRequest)

    def of(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.visit(who, viewport=PHONE if "coordinator" in who else DESK)
        return self.pages[who]

    def opens(self, who: str) -> Page:
        page = self.of(who)
        page.goto(self.record.get_absolute_url())
        return page

    def takes(self, who: str, code: str, **given: str) -> Page:
        """From the page of the request, by the link of the step and its form."""
        page = self.opens(who)
        follow(page, f"/steps/{code}/")
        submit(page, **given)
        self.record.refresh_from_db()
        return page

    @property
    def state(self) -> str:
        self.record.refresh_from_db()
        return self.record.outcome or self.record.status


def follow(page: Page, ending: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").locator(f"a[href$='{ending}']").first.click()


def submit(page: Page, **given: str) -> None:
    for name, value in given.items():
        page.locator(f"#id_{name}").fill(value)
    with page.expect_navigation():
        page.get_by_role("main").locator("form.form button[type=submit]").first.click()


def press(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


def said(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def test_from_a_request_to_its_end(visit: Visit, watched: Watched) -> None:
    story = Story(visit)
    _filed(story)
    _hidden(story, watched, "nothing is published yet")
    _cleared_up(story)
    _offered_through_the_api(story)
    _hidden(story, watched, "partners see the need, and nothing of its inside")
    _accepted(story)
    _met(story, watched)
    _fulfilled(story)
    _told(story)


def _filed(story: Story) -> None:
    """The coordinator writes, attaches a file and submits: one request comes of it."""
    page = story.of("coordinator.myrhorod")
    page.goto("/requests/new/?kind=support")
    page.locator("#id_subject").fill(SUBJECT)
    page.locator("#id_subject_en").fill("Equipment for school canteens")
    page.locator("#id_description").fill("Три школи готують на 900 дітей.")
    page.locator("[data-counts] > summary").click()
    page.get_by_label("Енергетика", exact=True).check()
    expect(page.locator("[data-count]")).to_have_text("1")
    page.locator("input[name=visibility][value=registered]").check()
    page.locator("#id_documents").set_input_files(PAPER)
    press(page, "Submit to the office")
    assert page.locator(".messages > *").count() == 1
    story.record = CoordinationRequest.objects.get(subject=SUBJECT)
    assert story.state == "submitted"
    expect(page.get_by_role("link", name="кошторис.pdf")).to_be_visible()


def _cleared_up(story: Story) -> None:
    """The officer takes it up, asks back and gets an answer; a note stays among officials."""
    story.takes("officer.poltava", "accept")
    officer = story.takes("officer.poltava", "send_back", note="Скільки їдалень?")
    assert story.state == "returned"
    page = story.opens("coordinator.myrhorod")
    expect(page.get_by_role("main")).to_contain_text("Скільки їдалень?")
    follow(page, "/edit/")
    page.locator("#id_description").fill("Три школи, чотири їдальні, 900 дітей.")
    press(page, "Submit to the office")
    officer = story.takes("officer.poltava", "start")
    assert story.state == "in_progress"
    assert story.record.assignee
    assert story.record.assignee.email.startswith("officer.poltava")
    officer.locator("#message > summary").click()
    officer.locator("#message #id_text").fill(INTERNAL)
    officer.locator("#message #id_is_internal").check()
    with officer.expect_navigation():
        officer.locator("#message button[type=submit]").click()
    expect(officer.locator(".timeline")).to_contain_text(INTERNAL)


def _offered_through_the_api(story: Story) -> None:
    """Matching proposes the partner, one click invites it, its system makes the offer."""
    officer = story.opens("officer.poltava")
    follow(officer, f"/matching/requests/{story.record.reference}/")
    with officer.expect_navigation():
        officer.locator("#undp button[name=partner]").click()
    expect(officer.locator("#undp")).to_contain_text(
        re.compile(uk("invited to look"), re.IGNORECASE)
    )
    donor = story.of("donor")
    donor.goto("/en/notices/")
    with donor.expect_navigation():
        donor.locator("[data-notices] .row__name a").first.click()
    expect(donor.get_by_role("heading", level=1)).to_contain_text("Equipment for school canteens")
    token = donor.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = donor.request.post(
        "/api/v1/offers/",
        data={
            "about": story.record.reference,
            "kind": "goods",
            "what": "Four electric cookers",
            "valid_until": f"{timezone.localdate().year + 1}-06-30",
        },
        headers={"X-CSRFToken": token, "Referer": donor.url},
    )
    assert answer.status == 201, answer.text()
    assert story.record.reference in answer.text()
    assert story.state == "offered"


def _accepted(story: Story) -> None:
    """The community accepts, the office consents: agreed."""
    offer = Offer.objects.get(request=story.record)
    page = story.opens("coordinator.myrhorod")
    follow(page, offer.get_absolute_url())
    follow(page, "/steps/accept/")
    submit(page)
    officer = story.of("officer.poltava")
    officer.goto("/desk/")
    officer.goto(offer.get_absolute_url())
    follow(officer, "/steps/consent/")
    submit(officer)
    offer.refresh_from_db()
    assert (offer.status, story.state) == ("accepted", "agreed")


def _met(story: Story, watched: Watched) -> None:
    """A meeting is made from the request, announced, held; what it decided is a task."""
    officer = story.opens("officer.poltava")
    follow(officer, f"/meetings/new/?request={story.record.reference}")
    today = timezone.localdate().isoformat()
    submit(officer, day=today, begins="00:00", ends="23:59", place="Миргород, ратуша")
    meeting = Meeting.objects.get(requests=story.record)
    _refused(story, watched, meeting.get_absolute_url())
    press(officer, "Add those with an account")
    for code in ("announce", "hold"):
        officer.goto(meeting.get_absolute_url())
        follow(officer, f"/steps/{code}/")
        submit(officer)
    follow(officer, "/minutes/")
    submit(officer, minutes="Домовилися про доставку.")
    follow(officer, "/parts/decisions/new/")
    submit(officer, text="Громада готує приміщення.")
    follow(officer, "/steps/publish/")
    submit(officer)
    meeting.refresh_from_db()
    assert meeting.status == "published"
    page = story.opens("coordinator.myrhorod")
    follow(page, meeting.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("Громада готує приміщення.")


def _fulfilled(story: Story) -> None:
    page = story.takes("coordinator.myrhorod", "fulfil", note="Плити працюють.")
    assert story.state == "fulfilled"
    told = said(page)
    assert "Плити працюють." in told
    assert INTERNAL not in told
    for step in ("submit", "accept", "send_back", "start"):
        assert f"/steps/{step}/" not in page.content()
    expect(story.opens("officer.poltava").locator(".timeline")).to_contain_text(INTERNAL)


def _hidden(story: Story, watched: Watched, when: str) -> None:
    """Other communities, other oblasts, other partners, strangers."""
    record, page = story.record, story.of("coordinator.myrhorod")
    record.refresh_from_db()
    paper = f"{record.get_absolute_url()}files/{record.files.get().public_id}/"
    assert page.request.get(paper).status == 200
    published = record.status != "submitted"
    for who in OUTSIDERS:
        asked = story.of(who).request
        seen = published and who not in {"newcomer", ""}
        answer = asked.get(record.get_absolute_url())
        assert answer.status == (200 if seen else 404), (who, when)
        for inside in ("Скільки їдалень?", INTERNAL, "кошторис", "Криничка", "electric cookers"):
            assert inside not in answer.text(), (who, inside)
        assert asked.get(paper).status == 404, (who, when)
        for address in ("/requests/", "/requests/download.csv", "/api/v1/requests/"):
            assert (SUBJECT in asked.get(address).text()) == seen, (who, address, when)
        for address in ("/desk/", "/offers/", "/api/v1/offers/", "/meetings/", "/notices/"):
            told = asked.get(address).text()
            assert record.reference not in told, (who, address, when)
        for doing in ("steps/fulfil/", "messages/new/", "edit/"):
            tried = asked.get(f"{record.get_absolute_url()}{doing}", max_redirects=0)
            assert tried.status in ({403, 404} if who else {302}), (who, doing)
    watched.take()


def _refused(story: Story, watched: Watched, address: str) -> None:
    """An unannounced meeting is known to its office alone."""
    for who in (*OUTSIDERS, "coordinator.myrhorod", "donor"):
        assert story.of(who).request.get(address).status == 404, who
    watched.take()


def _told(story: Story) -> None:
    """Who was told in the end, each of one thing once; how letters read, `cooperation` tests."""
    told: dict[str, list[tuple[str, str]]] = {}
    for one in Notice.objects.filter(subject__contains=story.record.reference):
        told.setdefault(one.person.email.partition("@")[0], []).append((one.subject, one.text))
    assert {"coordinator.myrhorod", "officer.poltava", "donor"} <= set(told)
    assert not set(OUTSIDERS) & set(told)
    for who, notices in told.items():
        assert len(notices) == len(set(notices)), (who, notices)
