"""Progress of projects in the API: reported by those who take part, decided by the office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.enums import KeyScope
from accounts.models import User
from accounts.writing import signed_in
from common.design.languages import SUFFIX
from common.registers.api import answered_json, created, views_of
from common.registers.bodies import Body
from common.registers.once import IDEMPOTENCY_KEY, once
from common.registers.responses import problems
from common.registers.schema import TextByLanguage, record_serializer
from communities.models import Community
from partners.models import Partner
from projects.enums import IndicatorMeasure
from projects.models import IndicatorPeriod, Project, ProjectResult, ResultIndicator
from projects.progress_permissions import parties_of
from projects.progress_registers import REPORTS
from projects.services.progress import Reached, periods_of, report_progress

reports, report = views_of(REPORTS)
MOST_VALUES = 200


class ReachedSerializer(Body):
    period = serializers.IntegerField(
        help_text="The `id` of a period, as `/projects/<id>/indicators/` gives it."
    )
    actual = serializers.DecimalField(max_digits=18, decimal_places=3)
    comment = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="In words."
    )


class NewReportSerializer(Body):
    project = serializers.CharField(max_length=24, help_text="Reference of the project.")
    party = serializers.CharField(
        max_length=80,
        required=False,
        help_text=(
            "Code of the partner, or KATOTTG code of the community, that reports; may be left out "
            "by who is of one party alone."
        ),
    )
    summary = serializers.CharField(max_length=4000, help_text="What has been done, in words.")
    values = ReachedSerializer(  # type: ignore[call-arg]  # the stubs do not know it
        many=True, required=False, max_length=MOST_VALUES
    )


class ReportListView(reports.cls):  # type: ignore[name-defined]
    writing_scope = KeyScope.PROGRESS
    http_method_names = ("get", "post", "head", "options")

    @extend_schema(
        operation_id="progress_reports_create",
        summary="Report the progress of a project",
        description=(
            "A partner or a community with a role in the project proposes what was reached. The "
            "office of the oblast is told, and accepts it or not: until then the project stays as "
            "it is. Needs a signed-in session, or a key with `progress:write`."
        ),
        request=NewReportSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: record_serializer(REPORTS, whole=True),
            **problems(
                _422="The `Idempotency-Key` belongs to another request.",
                _400="What is wrong, field by field.",
                _403="Of no party to this project.",
                _404="No such project, or none that you may see.",
                _409="The project is archived.",
            ),
        },
        tags=["progress-reports"],
    )
    @once
    def post(self, request: Request) -> HttpResponse:
        user = signed_in(request)
        given = NewReportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        visible = Project.objects.visible_to(user)
        project = get_object_or_404(visible, reference=said["project"])
        made = report_progress(
            actor=user,
            project=project,
            party=_party(user, project, said.get("party", "")),
            summary=said["summary"],
            values=[Reached(**one) for one in said.get("values", ())],
        )
        return created(request, REPORTS, made)


def _party(user: User, project: Project, code: str) -> Partner | Community:
    own = parties_of(user, project)
    if not own:
        raise PermissionDenied
    found = [one for one in own if code in {"", code_of(one)}]
    if not found:
        raise ValidationError({"party": [_("You are not of this party to the project.")]})
    if len(found) > 1:
        codes = ", ".join(map(code_of, found))
        text = _("Say for which party you report: %(codes)s.") % {"codes": codes}
        raise ValidationError({"party": [text]})
    return found[0]


def code_of(party: Partner | Community) -> str:
    return party.slug if isinstance(party, Partner) else party.code


# What can be reported


class PeriodSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    target = serializers.DecimalField(max_digits=18, decimal_places=3, allow_null=True)
    actual = serializers.DecimalField(max_digits=18, decimal_places=3, allow_null=True)
    result = TextByLanguage()
    indicator = TextByLanguage()
    unit = TextByLanguage(allow_null=True)
    measure = serializers.ChoiceField(IndicatorMeasure.choices)


class IndicatorView(APIView):
    http_method_names = ("get", "head", "options")

    @extend_schema(
        operation_id="projects_indicators",
        summary="Periods of the indicators of a project",
        description="What was promised and reached; reports of progress name a period by its `id`.",
        responses={
            200: PeriodSerializer(many=True),
            **problems(_404="No such project, or none that you may see."),
        },
        tags=["projects"],
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        project = get_object_or_404(Project.objects.visible_to(request.user), public_id=key)
        return answered_json(request, [as_told(one) for one in periods_of(project)])


def as_told(period: IndicatorPeriod) -> dict[str, Any]:
    indicator = period.indicator
    return {
        "id": period.pk,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "target": period.target,
        "actual": period.actual,
        "result": _by_language(indicator.result, "title"),
        "indicator": _by_language(indicator, "title"),
        "unit": _by_language(indicator, "unit") if indicator.unit else None,
        "measure": indicator.measure,
    }


def _by_language(thing: ProjectResult | ResultIndicator, name: str) -> dict[str, str | None]:
    return {code: getattr(thing, name + suffix) or None for code, suffix in SUFFIX.items()}
