"""What the columns of a table of projects are called, besides the headings of our downloads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CURRENCY, VALUE_DATE, More, coded
from partners.vocabulary import theme_codes
from projects.register_fields import activity_statuses, project_kinds

LINES = {"title": 500, "title_en": 500, "contract_no": 100}
LONGEST_LINK = 500
TEXTS = {
    f"{name}{end}": longest
    for name, longest in (
        ("description", 8000),
        ("aims", 4000),
        ("tasks", 4000),
        ("target_groups", 4000),
        ("expected_results", 4000),
    )
    for end in ("", "_en")
}
DAYS = ("start_planned_on", "start_actual_on", "end_planned_on", "end_actual_on")
# Tables of rows: column → how its codes are kept.
TABLES = ("parties", "territories", "sectors", "identifiers", "budgets")
KIND_SYNONYMS = {
    "МТД": "mta",
    "технічна допомога": "mta",
    "міжнародна технічна допомога": "mta",
    "МФО": "ifi",
    "кредит": "credit",
    "позика": "credit",
    "грант": "grant",
    "грантовий": "grant",
    "гуманітарний": "humanitarian",
    "гуманітарна допомога": "humanitarian",
}
STATUS_SYNONYMS = {
    "планується": "1",
    "підготовка": "1",
    "триває": "2",
    "реалізується": "2",
    "реалізація": "2",
    "виконується": "2",
    "завершено": "4",
    "завершений": "4",
    "закрито": "4",
    "скасовано": "5",
    "припинено": "5",
    "призупинено": "6",
}


MORE: dict[str, More] = {
    "reference": More(headings=("Номер", "Номер проєкту"), help=_("Given by the portal.")),
    "title": More(
        headings=("Назва", "Назва проєкту", "Проєкт"),
        required=True,
        example="Приклад: ремонт лікарні",
    ),
    "kind": coded(
        project_kinds,
        headings=("Вид", "Вид проєкту", "Тип"),
        example="grant",
    ),
    "status": coded(
        activity_statuses,
        headings=("Стан", "Стан проєкту", "Статус"),
        example="2",
        help=_("When empty: under way."),
    ),
    "programme": More(headings=("Програма",)),
    "component": More(
        headings=("Компонент", "Компонент програми"),
        help=_("The number or the name of a component of the programme."),
    ),
    "parties": More(
        headings=("Учасники", "Організації", "Партнери"),
        example="funding: Приклад; recipient: UA53060270000065218",
        help=_(
            "Role, colon, organisation by its name in the register or KATOTTG code, and its share "
            "in per cent, if there is one: funding: Sida (40 %). Several with semicolons. A name "
            "that is not there is kept as a name. Only added, never taken away."
        ),
    ),
    "territories": More(
        headings=("Територія", "Громади", "Де діє"),
        example="UA53060270000065218:60; UA53080370000019446:40",
        help=_(
            "KATOTTG codes or names, each with its share in per cent after a colon, if shares are "
            "agreed. The cell is the whole list."
        ),
    ),
    "sectors": More(
        headings=("Сектори", "Сектор"),
        example="72010:60|11220:40",
        help=_(
            "Five digits of the DAC list with shares after a colon. The cell is the whole list."
        ),
    ),
    "themes": More(headings=("Напрями", "Теми"), codes=theme_codes, example="education"),
    "sdgs": More(headings=("ЦСР", "Цілі сталого розвитку"), example="4; 11.2"),
    "identifiers": More(
        headings=("Номери", "Ідентифікатори", "Реєстраційний номер"),
        example="mta_registration: 5001",
        help=_("Whose number, colon, the number: mta_registration, iati, dream, donor, other."),
    ),
    "budgets": More(
        headings=("Бюджет за роками", "Бюджет"),
        example="2025: 100000 EUR; 2026: 50000 EUR",
        help=_("Year, colon, amount and currency; several with semicolons. The whole list."),
    ),
    "start_planned_on": More(headings=("Дата початку", "Плановий початок"), example="2025-03-01"),
    "end_planned_on": More(
        headings=("Дата завершення", "Планове завершення"), example="2026-12-31"
    ),
    "cost": More(headings=("Вартість", "Сума", "Кошторис"), example="150000"),
    "cost" + CURRENCY: More(headings=("Валюта",), example="EUR"),
    "cost" + VALUE_DATE: More(headings=("Вартість на дату",)),
}
