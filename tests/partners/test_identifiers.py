from __future__ import annotations

import pytest

from partners.identifiers import Identifier, address_of, check_identifier, edrpou_check_digit


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("UA-EDR", " 00032129 ", "00032129"),
        ("UA-EDR", "UA-EDR-00032129", "00032129"),
        ("XI-ROR", "https://ror.org/05k7znr35", "05k7znr35"),
        ("XI-ROR", "ror.org/05K7ZNR35/", "05k7znr35"),
        ("XI-WIKIDATA", "https://www.wikidata.org/wiki/q161718", "Q161718"),
        ("XI-WIKIDATA", "http://www.wikidata.org/entity/Q161718#x", "Q161718"),
        ("XI-LEI", "5299 00HN OAA1 KXQJ UQ27", "529900HNOAA1KXQJUQ27"),
        ("XM-DAC", "XM-DAC-41114", "41114"),
        ("iati", "xm-dac-41114", "XM-DAC-41114"),
        ("iati", "SE-0", "SE-0"),
        ("other", "REG 12\u200b34", "REG1234"),
    ],
)
def test_one_way_of_writing(scheme: str, typed: str, kept: str) -> None:
    result = check_identifier(scheme, typed)
    assert (result.identifier.value, result.error) == (kept, "")


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        ("UA-EDR", "1234567"),
        ("UA-EDR", "123456789"),
        ("UA-EDR", "١٢٣٤٥٦٧٨"),
        ("XI-ROR", "05k7znr3"),
        ("XI-ROR", "15k7znr35"),
        ("XI-LEI", "529900HNOAA1KXQJUQ28"),
        ("XI-LEI", "529900HNOAA1KXQJUQ"),
        ("XI-WIKIDATA", "P31"),
        ("XI-WIKIDATA", "161718"),
        ("XM-DAC", "4111"),
        ("iati", "XM/DAC"),
        ("other", ""),
        ("other", "x" * 101),
        ("nowhere", "1"),
        ("other", "a\x00b"),
    ],
)
def test_refused(scheme: str, typed: str) -> None:
    assert check_identifier(scheme, typed).error


@pytest.mark.parametrize("code", ["00032129", "21708016", "14360570", "00034022"])
def test_check_digit_of_known_codes(code: str) -> None:
    """Codes of banks and ministries that are in everyday use."""
    assert edrpou_check_digit(code) == int(code[-1])


def test_wrong_check_digits_are_only_warned_of() -> None:
    for scheme, value in (("UA-EDR", "00032128"), ("XI-ROR", "05k7znr36")):
        result = check_identifier(scheme, value)
        assert not result.error
        assert result.warning


def test_addresses_in_registers() -> None:
    assert address_of(Identifier("XI-ROR", "05k7znr35")) == "https://ror.org/05k7znr35"
    assert address_of(Identifier("UA-EDR", "00032129")) == ""
