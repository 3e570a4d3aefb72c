"""Amounts of money: dated official rates, equivalents that name rate and date, splitting."""
