"""The rules of the standard in our own words, by their official number.

English here, Ukrainian in the catalogue. A number that is not here is told as the rule set says.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

_NO_SPACES = _("An identifier must not begin or end with a space or a line break.")
_AGENCY = _(
    "The identifier of the reporting organisation should begin with a known register, such as "
    "UA-EDR."
)
_NO_SYMBOLS = _("An identifier must not contain any of the signs / & | ?")
_ID_OR_NAME = _("An organisation needs an identifier or a name.")
_PERIOD_ORDER = _("A period must begin before it ends.")
_BUDGET_YEAR = _("A budget must not cover more than one year. Divide it by years.")
_SHARE_RANGE = _("A share must be between 0 and 100 %.")
_SECTORS_SHARE = _("Several sectors of one list are given: each needs its share in per cent.")
_SECTORS_SUM = _("The shares of the sectors of one list must be 100 % together.")
_SECTOR_ALONE = _("A single sector of a list needs no share, or 100 %.")
_AID_TYPE_ONCE = _("Only one aid type of each list may be given.")
_VALUE_IN_WORDS = _("What is measured in words has no value: write it in the comment.")

RULE_WORDS = {
    "1.1.3": _("The identifier of the project must differ from that of the organisation."),
    "1.1.21": _(
        "The identifier should begin with that of the reporting organisation and a hyphen."
    ),
    "1.14.8": _AGENCY,
    "1.18.8": _AGENCY,
    "1.3.1": _NO_SPACES,
    "1.4.1": _NO_SPACES,
    "1.5.1": _NO_SPACES,
    "1.6.1": _NO_SPACES,
    "1.7.1": _NO_SPACES,
    "1.8.1": _NO_SPACES,
    "1.9.1": _NO_SPACES,
    "1.10.1": _NO_SPACES,
    "1.11.1": _NO_SPACES,
    "1.12.1": _NO_SPACES,
    "1.14.1": _NO_SPACES,
    "1.15.1": _NO_SPACES,
    "1.16.1": _NO_SPACES,
    "1.17.1": _NO_SPACES,
    "1.18.1": _NO_SPACES,
    "1.3.13": _NO_SYMBOLS,
    "1.8.13": _NO_SYMBOLS,
    "1.10.13": _NO_SYMBOLS,
    "1.11.13": _NO_SYMBOLS,
    "1.12.13": _NO_SYMBOLS,
    "1.14.13": _NO_SYMBOLS,
    "1.15.13": _NO_SYMBOLS,
    "1.18.13": _NO_SYMBOLS,
    "2.1.1": _SECTORS_SHARE,
    "2.1.2": _SECTORS_SUM,
    "2.1.4": _SECTOR_ALONE,
    "2.2.1": _("A sector of an organisation’s own list (98 or 99) needs a name."),
    "3.1.1": _("Several countries are given: each needs its share in per cent."),
    "3.1.2": _("The shares of the countries must be 100 % together."),
    "3.1.4": _("A single country needs no share, or 100 %."),
    "3.4.1": _("Several countries or regions are given: each needs its share in per cent."),
    "3.4.2": _("The shares of countries and regions must be 100 % together."),
    "3.4.4": _("A single region of the world needs no share, or 100 %."),
    "3.6.2": _("Give countries either for the whole project or for each payment, not for both."),
    "3.7.1": _("A country or a region of the world must be given."),
    "3.7.2": _("If countries are given for payments, every payment needs one."),
    "4.1.1": _("Say the language of the project, or of every single text."),
    "4.3.1": _("The title must not be empty."),
    "4.4.1": _("The description must not be empty."),
    "4.5.1": _("Say the language of the organisation, or of every single text."),
    "6.2.2": _("At least one sector must be given."),
    "6.6.2": _("Give sectors either for the whole project or for each payment, not for both."),
    "6.7.2": _("If sectors are given for payments, every payment needs one."),
    "6.8.1": _ID_OR_NAME,
    "6.9.1": _ID_OR_NAME,
    "6.9.2": _ID_OR_NAME,
    "6.10.1": _ID_OR_NAME,
    "6.11.1": _("The planned or the actual start must be given."),
    "6.13.1": _("A policy marker of an organisation’s own list needs a name."),
    "6.14.1": _("A policy marker needs its significance, from 0 to 4."),
    "7.5.3": _BUDGET_YEAR,
    "7.8.1": _("Say the currency of the project, or of every single amount."),
    "7.8.2": _("Say the currency of the organisation, or of every single amount."),
    "7.9.1": _("Several lines of the recipient’s budget are given: each needs its share."),
    "7.9.2": _("The shares of the lines of the recipient’s budget should be 100 % together."),
    "7.9.4": _("A single line of the recipient’s budget needs no share, or 100 %."),
    "8.6.1": _PERIOD_ORDER,
    "8.6.3": _PERIOD_ORDER,
    "8.8.1": _("The baseline of an indicator in numbers needs a value."),
    "8.8.2": _("The baseline of an indicator in numbers should be a number."),
    "8.8.3": _VALUE_IN_WORDS,
    "8.9.1": _("The target of an indicator in numbers needs a value."),
    "8.9.2": _("The target of an indicator in numbers should be a number."),
    "8.9.3": _VALUE_IN_WORDS,
    "8.10.1": _("What was reached by an indicator in numbers needs a value."),
    "8.10.2": _("What was reached by an indicator in numbers should be a number."),
    "8.10.3": _VALUE_IN_WORDS,
    "8.11.1": _(
        "Give the code of a list of indicators at the result or at the indicator, not both."
    ),
    "11.1.1": _("The moment of the last change is in the future."),
    "11.1.2": _("The planned start must be before the planned end."),
    "11.1.3": _("The actual start must be before the actual end."),
    "11.1.4": _("The actual start is in the future: give it as the planned start."),
    "11.1.5": _("The actual end is in the future: give it as the planned end."),
    "11.2.1": _("The date of a payment is in the future."),
    "11.2.2": _("The value date of a payment is in the future."),
    "11.3.1": _("The value date must be within the period of the budget."),
    "11.4.1": _("The moment of the organisation’s last change is in the future."),
    "12.1.1": _SHARE_RANGE,
    "12.2.1": _SHARE_RANGE,
    "12.3.1": _SHARE_RANGE,
    "102.1.1": _("Beside sectors of other lists give a DAC sector of five digits too."),
    "107.1.1": _("Beside aid types of other lists give one of the DAC list too."),
    "107.1.2": _AID_TYPE_ONCE,
    "107.2.1": _("Beside aid types of other lists give one of the DAC list for the payment too."),
    "107.2.2": _AID_TYPE_ONCE,
}
