"""What belongs to a project, as JSON made by PostgreSQL; each function is one field's value.

Functions that take a level leave out what a viewer of that level may not know of.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from common.codelists.enums import Visibility
from common.codelists.expressions import named_code
from common.money.expressions import money_json
from common.registers.expressions import (
    Joined,
    JsonList,
    JsonLookup,
    JsonObject,
    NullIfEmpty,
    address,
    codes,
    spot,
)
from common.registers.register import SEEN_BY
from communities.register_parts import texts
from communities.registers import API, name_of, oblast_json
from partners.registers import known_partner
from projects.enums import (
    BudgetKind,
    BudgetStatus,
    IdentifierKind,
    RelationKind,
    ResultKind,
    RoleKind,
    TerritoryLevel,
    TransactionKind,
)
from projects.models import (
    PolicyMarker,
    ProjectBudget,
    ProjectDocument,
    ProjectGoal,
    ProjectIdentifier,
    ProjectLocation,
    ProjectResult,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
)
from projects.register_links import known_programme

API_ROOT = f"{settings.SITE_URL}{API}"


@cache
def roles() -> dict[str, Any]:
    return codes(RoleKind, "mosty-project-role")


@cache
def levels() -> dict[str, Any]:
    return codes(TerritoryLevel, "mosty-territory-level")


@cache
def identifier_kinds() -> dict[str, Any]:
    return codes(IdentifierKind, "mosty-project-identifier")


@cache
def budget_kinds() -> dict[str, Any]:
    return codes(BudgetKind, "IATI-BudgetType")


@cache
def budget_statuses() -> dict[str, Any]:
    return codes(BudgetStatus, "IATI-BudgetStatus")


@cache
def transaction_kinds() -> dict[str, Any]:
    return codes(TransactionKind, "IATI-TransactionType")


@cache
def result_kinds() -> dict[str, Any]:
    return codes(ResultKind, "IATI-ResultType")


@cache
def relation_kinds() -> dict[str, Any]:
    return codes(RelationKind, "IATI-RelatedActivityType")


def _of(model: Any) -> Any:
    return model.objects.filter(project=OuterRef("pk"))


def parties(level: Visibility) -> JsonList:
    """Each body with its role; those whom the viewer may not know of are left out."""
    rows = _of(ProjectRole).filter(Q(partner=None) | known_partner("partner", level))
    name = Case(
        When(partner__isnull=False, then=texts("partner__name")),
        When(community__isnull=False, then=name_of("community")),
        When(oblast__isnull=False, then=name_of("oblast")),
        When(office__isnull=False, then=name_of("office")),
        default=texts("name"),
    )
    kind = Case(
        When(partner__isnull=False, then=Value("partner")),
        When(community__isnull=False, then=Value("community")),
        When(oblast__isnull=False, then=Value("oblast")),
        When(office__isnull=False, then=Value("office")),
        default=Value("other"),
        output_field=CharField(),
    )
    key = Coalesce(
        Cast("partner__public_id", CharField()),
        "community__code",
        "oblast__code",
        "office__slug",
        NullIfEmpty(F("org_ref")),
    )
    url = Coalesce(
        address(f"{API_ROOT}partners/", "partner__public_id", "/"),
        address(f"{API_ROOT}communities/", "community__code", "/"),
        address(f"{API_ROOT}oblasts/", "oblast__code", "/"),
        address(f"{API_ROOT}offices/", "office__slug", "/"),
    )
    item = JsonObject(
        role=JsonLookup(F("role"), roles()),
        kind=kind,
        id=key,
        name=name,
        url=url,
        share=F("share"),
    )
    return JsonList(rows.order_by("number", "pk").values(item=item))


def territories() -> JsonList:
    name = Case(
        When(community__isnull=False, then=name_of("community")),
        When(raion__isnull=False, then=name_of("raion")),
        When(oblast__isnull=False, then=name_of("oblast")),
        When(country="UA", then=JsonObject(uk=Value("Україна"), en=Value("Ukraine"))),
        default=JsonObject(uk=F("country"), en=F("country")),
    )
    code = Coalesce("community__code", "raion__code", "oblast__code", "country")
    item = JsonObject(
        level=JsonLookup(F("level"), levels()), code=code, name=name, percentage=F("percentage")
    )
    return JsonList(_of(ProjectTerritory).order_by("pk").values(item=item))


def oblasts() -> JsonList:
    """Each oblast where the project works, once."""
    keys = _of(ProjectTerritory).filter(oblast__isnull=False).order_by("oblast__code")
    return JsonList(keys.distinct("oblast__code").values(item=oblast_json()))


def sectors() -> JsonList:
    named = Case(
        When(~Q(name="") | ~Q(name_en=""), then=texts("name")),
        default=None,
    )
    item = JsonObject(
        vocabulary=F("vocabulary"),
        code=F("code"),
        sector=named_code("Sector", "code"),
        name=named,
        percentage=F("percentage"),
    )
    return JsonList(_of(ProjectSector).order_by("vocabulary", "pk").values(item=item))


def sdgs() -> JsonList:
    rows = _of(ProjectSDG).annotate(goal_code=Cast("goal", CharField()))
    item = JsonObject(goal=named_code("UNSDG-Goals", "goal_code"), target=NullIfEmpty(F("target")))
    return JsonList(rows.order_by("goal", "target", "pk").values(item=item))


def goals() -> JsonList:
    """Strategic goals of oblasts, of strategies that everybody may see."""
    rows = _of(ProjectGoal).filter(
        goal__strategy__visibility=Visibility.PUBLIC, goal__strategy__is_archived=False
    )
    item = JsonObject(
        id=F("goal__public_id"),
        code=F("goal__number"),
        name=texts("goal__title"),
        url=address(f"{API_ROOT}strategic-goals/", "goal__public_id", "/"),
    )
    return JsonList(rows.order_by("pk").values(item=item))


def policy_markers() -> JsonList:
    item = JsonObject(
        vocabulary=F("vocabulary"),
        marker=named_code("PolicyMarker", "code"),
        significance=named_code("PolicySignificance", "significance"),
    )
    return JsonList(_of(PolicyMarker).order_by("vocabulary", "pk").values(item=item))


def identifiers() -> JsonList:
    item = JsonObject(
        kind=JsonLookup(F("kind"), identifier_kinds()),
        value=F("value"),
        issued_on=F("issued_on"),
        owner=NullIfEmpty(F("owner_name")),
    )
    return JsonList(_of(ProjectIdentifier).order_by("kind", "value", "pk").values(item=item))


def budgets() -> JsonList:
    item = JsonObject(
        kind=JsonLookup(F("kind"), budget_kinds()),
        status=JsonLookup(F("status"), budget_statuses()),
        starts_on=F("starts_on"),
        ends_on=F("ends_on"),
        value=money_json("amount", "currency", "value_date"),
    )
    return JsonList(_of(ProjectBudget).order_by("starts_on", "kind", "pk").values(item=item))


def transactions(level: Visibility) -> JsonList:
    """Who pays and who receives, unless that is a partner the viewer may not know of."""
    provider = Case(
        When(
            Q(provider__isnull=False) & known_partner("provider", level),
            then=texts("provider__name"),
        ),
        When(~Q(provider_name=""), then=JsonObject(uk=F("provider_name"), en=F("provider_name"))),
        default=None,
    )
    receiver = Case(
        When(
            Q(receiver__isnull=False) & known_partner("receiver", level),
            then=texts("receiver__name"),
        ),
        When(receiver_community__isnull=False, then=name_of("receiver_community")),
        When(~Q(receiver_name=""), then=JsonObject(uk=F("receiver_name"), en=F("receiver_name"))),
        default=None,
    )
    item = JsonObject(
        kind=JsonLookup(F("kind"), transaction_kinds()),
        happened_on=F("happened_on"),
        value=money_json("amount", "currency", "value_date"),
        description=texts("description"),
        provider=provider,
        receiver=receiver,
    )
    return JsonList(_of(ProjectTransaction).order_by("happened_on", "pk").values(item=item))


def documents(level: Visibility) -> JsonList:
    rows = _of(ProjectDocument).filter(visibility__in=sorted(SEEN_BY[level]))
    if level is not Visibility.INTERNAL:
        rows = rows.filter(is_withdrawn=False)
    kept = address(f"{settings.SITE_URL}/projects/", "project__reference", "/documents/")
    item = JsonObject(
        category=named_code("DocumentCategory", "category"),
        title=texts("title"),
        language=NullIfEmpty(F("language")),
        dated_on=F("dated_on"),
        format=NullIfEmpty(F("content_type")),
        url=Coalesce(NullIfEmpty(F("url")), _document_address(kept)),
    )
    return JsonList(rows.order_by("category", "pk").values(item=item))


def _document_address(before: Any) -> Any:
    return Joined(before, Cast("public_id", CharField()), Value("/"))


def locations(level: Visibility) -> JsonList:
    """Exact places: for officials all, for others those that are published."""
    rows = _of(ProjectLocation)
    if level is not Visibility.INTERNAL:
        rows = rows.filter(is_published=True)
    item = JsonObject(
        name=texts("name"),
        description=texts("description"),
        community=F("community__code"),
        place=spot("latitude", "longitude"),
        exactness=named_code("GeographicExactness", "exactness"),
    )
    return JsonList(rows.order_by("pk").values(item=item))


def places() -> Case:
    """For maps: published exact places; for a project without one, the centres of its communities.

    Whoever asks: the file goes out into the world.
    """
    exact = _of(ProjectLocation).filter(is_published=True, latitude__isnull=False)
    communities = _of(ProjectTerritory).filter(community__latitude__isnull=False)
    centre = spot("community__latitude", "community__longitude", kind=_constant("community_centre"))
    place = spot("latitude", "longitude", kind=_constant("place"))
    return Case(
        When(Exists(exact), then=JsonList(exact.order_by("pk").values(item=place))),
        default=JsonList(communities.order_by("pk").values(item=centre)),
    )


def _constant(text: str) -> Cast:
    return Cast(Value(text), TextField())


def results() -> JsonList:
    item = JsonObject(
        kind=JsonLookup(F("kind"), result_kinds()),
        title=texts("title"),
        description=texts("description"),
    )
    return JsonList(_of(ProjectResult).order_by("position", "pk").values(item=item))


def related(level: Visibility) -> JsonList:
    """Projects of the register that the viewer may know of, and activities known by identifier."""
    known = Q(other__visibility__in=sorted(SEEN_BY[level]), other__record_status="published")
    rows = _of(RelatedProject).filter(Q(other=None) | known)
    item = JsonObject(
        kind=JsonLookup(F("kind"), relation_kinds()),
        identifier=Coalesce(NullIfEmpty(F("identifier")), "other__reference"),
        title=Case(When(other__isnull=False, then=texts("other__title")), default=None),
        url=address(f"{API_ROOT}projects/", "other__public_id", "/"),
    )
    return JsonList(rows.order_by("kind", "pk").values(item=item))


def component(level: Visibility) -> Case:
    """By its number in the programme; shown with the programme only."""
    named = JsonObject(
        code=Cast(F("component__number"), TextField()), name=texts("component__name")
    )
    known = known_programme(level) & Q(component__isnull=False)
    return Case(When(known, then=named), default=None)
