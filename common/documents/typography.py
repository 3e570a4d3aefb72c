"""Typed text as a careful typist of the language would set it. Doing it twice changes nothing."""

from __future__ import annotations

import re

from common.documents.languages import NARROW, NBSP, Writing, writing

SPACE = f"[ \t{NBSP}]"
DASH = re.compile(rf"{SPACE}+(?:--?|[–—]){SPACE}+")
ITEM_DASH = re.compile(r"(?m)^(?:--?|—) ")
YEARS = re.compile(r"(?<![\w/.-])((?:1[89]|20)\d\d)-((?:1[89]|20)\d\d)(?![\w/.-])")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])['ʼ`](?=[^\W\d_])")
ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
OPENING = re.compile(r'(?:(?<=^)|(?<=[\s(\[–—„«“]))"(?=\S)', re.MULTILINE)
# A day and its month, a figure and its unit, thousands, a number sign, initials, «м. Полтава».
THOUSANDS = re.compile(rf"(?<=\d){SPACE}(?=\d{{3}}(?!\d))")
COUNTED = re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:[.,]\d+)?\.?){SPACE}(?=[^\W\d_]|%|€|₴|\$|°)")
NUMBERED = re.compile(rf"(?<=[№§]){SPACE}*(?=\d)")
INITIAL = re.compile(rf"((?:^|(?<=[\s(«„“]))[^\W\d_]\.){SPACE}(?=[^\W\d_])")
TITLED = re.compile(
    rf"\b(Herrn?|Frau|Dr\.|Prof\.|Mr|Mrs|Ms|Mme|Pan|Pani|Panu|пан|пані|вул\.|обл\.){SPACE}(?=\w)"
)
TELEPHONE = re.compile(rf"\+\d[\d(){SPACE[1:-1]}-]{{6,}}\d")
FRENCH_SIGNS = re.compile(rf"[ \t{NBSP}{NARROW}]+([;!?])")
FRENCH_COLON = re.compile(rf"[ \t{NBSP}{NARROW}]+:")


def typeset(text: str, language: str) -> str:
    """Quotes, dashes, apostrophes and unbreakable spaces of the language."""
    how = writing(language)
    text = APOSTROPHE.sub("’", text)
    text = ELLIPSIS.sub("…", text)
    text = YEARS.sub(r"\1–\2", text)
    text = DASH.sub(f"{NBSP}– ", text)
    text = ITEM_DASH.sub("– ", text)
    text = _quoted(text, how)
    text = _unbroken(text, how)
    return _french(text) if language == "fr" else text


def _quoted(text: str, how: Writing) -> str:
    """Straight quotes alone: those that somebody chose stay as they are."""
    if '"' not in text:
        return text
    opening = {match.start() for match in OPENING.finditer(text)}
    depth, signs = 0, []
    for place, sign in enumerate(text):
        if sign != '"':
            signs.append(sign)
        elif place in opening:
            signs.append(how.quotes[0 if depth == 0 else 2])
            depth += 1
        else:
            depth = max(depth - 1, 0)
            signs.append(how.quotes[1 if depth == 0 else 3])
    return "".join(signs)


def _unbroken(text: str, how: Writing) -> str:
    text = THOUSANDS.sub(NBSP, text)
    text = TELEPHONE.sub(lambda match: match[0].replace(" ", NBSP), text)
    text = COUNTED.sub(rf"\1{NBSP}", text)
    text = NUMBERED.sub(NBSP, text)
    text = INITIAL.sub(rf"\1{NBSP}", text)
    text = TITLED.sub(rf"\1{NBSP}", text)
    return _sticking(text, how.sticky) if how.sticky else text


def _sticking(text: str, sticky: str) -> str:
    """«і в» makes a chain: each short word holds on to the next one."""
    short = re.compile(rf"(?<![\w’'-])([{sticky}{sticky.upper()}]){SPACE}+(?=\S)")
    return short.sub(rf"\1{NBSP}", text)


def _french(text: str) -> str:
    return FRENCH_COLON.sub(f"{NBSP}:", FRENCH_SIGNS.sub(rf"{NARROW}\1", text))
