"""A person's webhooks, and those of the partners for which the person speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in, trail
from common.design.formats import number
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from common.registers.filters import canonical
from common.registers.register import Register
from portal.webhooks.enums import DeliveryStatus
from portal.webhooks.forms import ReplayForm, SecretForm, SubscriptionForm
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.permissions import can_subscribe
from portal.webhooks.services import replays, subscriptions
from portal.webhooks.signing import secret
from portal.webhooks.subjects import open_register, open_registers
from portal.webhooks.words import (
    events_in_words,
    filters_in_words,
    pill_of,
    register_title,
    row_of,
    trouble_of,
)
from portal.webhooks.workflow import STEP, steps_of

METHODS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 30


def crumbs_to(*more: Link) -> list[Link]:
    return trail(Link(_("Webhooks"), reverse("webhooks:webhook-list") if more else ""), *more)


def _crumbs_of(subscription: Subscription, *more: Link) -> list[Link]:
    here = Link(subscription.name, subscription.get_absolute_url() if more else "")
    return crumbs_to(here, *more)


def _found(request: HttpRequest, public_id: UUID) -> Subscription:
    """404 for those of others."""
    rows = Subscription.objects.visible_to(request.user).select_related("owner", "partner")
    found: Subscription = get_object_or_404(rows, public_id=public_id)
    return found


@login_required
@require_safe
def webhook_list(request: HttpRequest) -> HttpResponse:
    waiting = Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.WAITING))
    rows = Subscription.objects.visible_to(request.user).select_related("partner")
    context = {
        "rows": [
            {
                "webhook": one,
                "pill": pill_of(one),
                "register": register_title(one),
                "waiting": one.waiting,
            }
            for one in rows.annotate(waiting=waiting)
        ],
        "may_subscribe": can_subscribe(request.user),
        "crumbs": crumbs_to(),
    }
    return render(request, "webhooks/webhook_list.html", context)


def _refuse_strangers(request: HttpRequest) -> None:
    if not can_subscribe(request.user):
        raise PermissionDenied(_("Webhooks are for people who have a role on the portal."))


@login_required
@require_safe
def choose_register(request: HttpRequest) -> HttpResponse:
    """Which register; filters are chosen in its own list."""
    _refuse_strangers(request)
    registers = [(one, reverse(one.page) if one.page else "") for one in open_registers()]
    context = {"registers": registers, "crumbs": crumbs_to(Link(_("New webhook"), ""))}
    return render(request, "webhooks/webhook_choose.html", context)


@login_required
@never_cache
@require_http_methods(METHODS)
def webhook_new(request: HttpRequest, name: str) -> HttpResponse:
    """For the filters of the address: `/webhooks/new/projects/?oblast=UA53…`."""
    _refuse_strangers(request)
    register = open_register(name)
    if register is None:
        raise Http404
    query = canonical(register, request.GET)
    form = SubscriptionForm(request.POST or None, user=signed_in(request))
    made = tried(form, lambda: _subscribe(request, register, query, form))
    if isinstance(made, Subscription):
        messages.success(request, _("The webhook is made. Copy its secret now."))
        return _shown_once(request, made)
    if isinstance(made, Refusal):
        form.add_error(None, str(made))
    context = {
        "form": form,
        "register": register,
        "words": filters_in_words(request, register, query),
        "list_url": _list_url(register, query),
        "crumbs": crumbs_to(Link(_("New webhook"), "")),
    }
    return render(request, "webhooks/webhook_new.html", context)


def _shown_once(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """No redirect: what is shown here is shown nowhere else."""
    context = {
        "webhook": subscription,
        "secret": secret(subscription),
        "crumbs": _crumbs_of(subscription, Link(_("Secret"), "")),
    }
    return render(request, "webhooks/webhook_shown.html", context)


def _subscribe(
    request: HttpRequest, register: Register, query: str, form: SubscriptionForm
) -> Subscription:
    return subscriptions.subscribe(
        actor=signed_in(request),
        register=register,
        query=query,
        data=form.data_for(),
        partner=form.cleaned_data.get("partner"),
    )


def _list_url(register: Register, query: str) -> str:
    if not register.page:
        return ""
    address = reverse(register.page)
    return f"{address}?{query}" if query else address


@login_required
@never_cache
@require_safe
def webhook_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    return _detail(request, found, ReplayForm())


def _detail(request: HttpRequest, found: Subscription, form: ReplayForm) -> HttpResponse:
    register = open_register(found.register)
    calls = found.deliveries.defer("body").order_by("-pk")
    page = Paginator(calls, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": found,
        "pill": pill_of(found),
        "trouble": trouble_of(found),
        "register": register_title(found),
        "events": events_in_words(found),
        "words": filters_in_words(request, register, found.query) if register else [],
        "list_url": _list_url(register, found.query) if register else "",
        "waiting": found.deliveries.waiting().count(),
        "steps": steps_of(found),
        "page": page,
        "calls": [row_of(one) for one in page.object_list],
        "form": form,
        "crumbs": _crumbs_of(found),
    }
    return render(request, "webhooks/webhook_detail.html", context)


@login_required
@require_http_methods(METHODS)
def webhook_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = SubscriptionForm(request.POST or None, user=signed_in(request), held=found)
    changed = tried(
        form,
        lambda: subscriptions.change(
            actor=signed_in(request), subscription=found, data=form.data_for()
        ),
    )
    if isinstance(changed, Subscription):
        messages.success(request, _("Saved."))
        return redirect(changed)
    context = {
        "form": form,
        "title": _("Change the webhook"),
        "lead": _("To follow other filters, make another webhook."),
        "button": _("Save"),
        "webhook": found,
        "crumbs": _crumbs_of(found, Link(_("Change"), "")),
    }
    return render(request, "webhooks/webhook_form.html", context)


@login_required
@never_cache
@require_http_methods(METHODS)
def webhook_secret(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new secret, shown once."""
    found = _found(request, public_id)
    form = SecretForm(request.POST or None, initial={"seen": subscriptions.secret_mark(found)})
    rotated = tried(
        form,
        lambda: subscriptions.rotate(
            actor=signed_in(request), subscription=found, **form.cleaned_data
        ),
    )
    if isinstance(rotated, Subscription):
        messages.success(request, _("There is a new secret. Copy it now."))
        return _shown_once(request, rotated)
    if isinstance(rotated, Refusal):
        messages.error(request, str(rotated))
        return redirect(found)
    context = {
        "form": form,
        "title": _("New secret"),
        "lead": _("When the present one may be known to others, or once a year."),
        "button": _("Make a new secret"),
        "webhook": found,
        "crumbs": _crumbs_of(found, Link(_("New secret"), "")),
    }
    return render(request, "webhooks/webhook_form.html", context)


@login_required
@require_http_methods(METHODS)
def webhook_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Opening asks, posting deletes."""
    found = _found(request, public_id)
    if request.method == "POST":
        subscriptions.remove(actor=signed_in(request), subscription=found)
        messages.success(request, _("The webhook is deleted."))
        return redirect("webhooks:webhook-list")
    context = {"webhook": found, "crumbs": _crumbs_of(found, Link(_("Delete"), ""))}
    return render(request, "webhooks/webhook_delete.html", context)


@login_required
@require_POST
def webhook_step(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    found, step = _found(request, public_id), STEP.get(code)
    if step is None:
        raise Http404
    return _pressed(
        request,
        found,
        lambda: subscriptions.take_step(actor=signed_in(request), subscription=found, step=step),
        _("Done."),
    )


@login_required
@require_POST
def webhook_test(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    return _pressed(
        request,
        found,
        lambda: replays.send_test(actor=signed_in(request), subscription=found),
        _("A trial call goes out now. Open this page again in a moment to see the answer."),
    )


@login_required
@require_http_methods(METHODS)
def webhook_replay(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything since a moment; a wrong moment is said on the page of the webhook."""
    found = _found(request, public_id)
    form = ReplayForm(request.POST or None)
    if not form.is_valid():
        return _detail(request, found, form)
    try:
        count = replays.replay_since(
            actor=signed_in(request), subscription=found, **form.cleaned_data
        )
    except Refusal as error:
        form.add_error(None, str(error))
        return _detail(request, found, form)
    text = ngettext("%(count)s call goes out again.", "%(count)s calls go out again.", count)
    messages.success(request, text % {"count": number(count)})
    return redirect(found)


@login_required
@require_safe
def call_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was sent, word for word, and the beginning of the answer."""
    call = _call(request, public_id)
    row = row_of(call)
    context = {
        "row": row,
        "webhook": call.subscription,
        "crumbs": _crumbs_of(call.subscription, Link(row.kind, "")),
    }
    return render(request, "webhooks/call_detail.html", context)


@login_required
@require_POST
def call_replay(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _call(request, public_id)
    return _pressed(
        request,
        call.subscription,
        lambda: replays.replay(actor=signed_in(request), call=call),
        _("The call goes out again."),
    )


def _call(request: HttpRequest, public_id: UUID) -> Delivery:
    call: Delivery = get_object_or_404(
        Delivery.objects.select_related("subscription"), public_id=public_id
    )
    call.subscription = _found(request, call.subscription.public_id)
    return call


def _pressed(
    request: HttpRequest, found: Subscription, work: Callable[[], Any], done: str
) -> HttpResponse:
    """A button on the page of a webhook: what is refused is said there."""
    try:
        work()
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(found)
