"""The examples are those of the resolution itself, and names the portal meets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from common.design.romanisation import APOSTROPHES, LETTERS, romanise
from tests.tables import each

OFFICIAL = {
    "Алушта": "Alushta",
    "Борщагівка": "Borshchahivka",
    "Вінниця": "Vinnytsia",
    "Гадяч": "Hadiach",
    "Згорани": "Zghorany",
    "Ґалаґан": "Galagan",
    "Ґорґани": "Gorgany",
    "Донецьк": "Donetsk",
    "Рівне": "Rivne",
    "Єнакієве": "Yenakiieve",
    "Гаєвич": "Haievych",
    "Короп’є": "Koropie",
    "Житомир": "Zhytomyr",
    "Закарпаття": "Zakarpattia",
    "Медвин": "Medvyn",
    "Іршава": "Irshava",
    "Їжакевич": "Yizhakevych",
    "Кадиївка": "Kadyivka",
    "Мар’їне": "Marine",
    "Йосипівка": "Yosypivka",
    "Стрий": "Stryi",
    "Олексій": "Oleksii",
    "Київ": "Kyiv",
    "Лебедин": "Lebedyn",
    "Миколаїв": "Mykolaiv",
    "Ніжин": "Nizhyn",
    "Полтава": "Poltava",
    "Ромни": "Romny",
    "Суми": "Sumy",
    "Тетерів": "Teteriv",
    "Ужгород": "Uzhhorod",
    "Фастів": "Fastiv",
    "Харків": "Kharkiv",
    "Біла Церква": "Bila Tserkva",
    "Чернівці": "Chernivtsi",
    "Шостка": "Shostka",
    "Гоща": "Hoshcha",
    "Русь": "Rus",
    "Львів": "Lviv",
    "Юрій": "Yurii",
    "Корюківка": "Koriukivka",
    "Яготин": "Yahotyn",
    "Костянтин": "Kostiantyn",
    "Знам'янка": "Znamianka",
    "Розгон": "Rozghon",
}
OURS = {
    "Щербань": "Shcherban",
    "ЩЕРБАНЬ": "SHCHERBAN",
    "ЗГУРСЬКИЙ": "ZGHURSKYI",
    "Івано-Франківська": "Ivano-Frankivska",
    "Нью-Йорк": "Niu-York",
    "Я": "Ya",
    "Юр’ївська": "Yurivska",
    "Миколаївська": "Mykolaivska",
    "смт Ямпіль, 2": "smt Yampil, 2",
    "": "",
    "O'Brien": "O'Brien",
    "L’Aquila та Мар’їне": "L’Aquila ta Marine",
    "товариство 'Мрія'": "tovarystvo 'Mriia'",
}
UKRAINIAN = "".join(LETTERS) + "".join(LETTERS).upper() + "ьЬ" + " -"


@each(("name", "latin"), (OFFICIAL | OURS).items())
def test_examples(name: str, latin: str) -> None:
    assert romanise(name) == latin


@given(st.text(UKRAINIAN))
def test_nothing_cyrillic_remains(text: str) -> None:
    assert romanise(text).isascii()


@given(st.text(UKRAINIAN))
def test_words_stay_words(text: str) -> None:
    kept = "".join(char for char in text if char not in "ьЬ")
    assert len(romanise(text).split()) == len(kept.split())


@given(st.text("".join(LETTERS) + " -"))
def test_case_is_kept(text: str) -> None:
    assert romanise(text) == romanise(text).lower()
    assert romanise(text.upper()).lower() == romanise(text)


@given(st.text("".join(LETTERS), min_size=2), st.sampled_from(APOSTROPHES))
def test_any_apostrophe_is_dropped(word: str, apostrophe: str) -> None:
    assert romanise(word[:1] + apostrophe + word[1:]) == romanise(word)


@given(st.text(st.characters(codec="ascii")))
def test_latin_text_is_left_alone(text: str) -> None:
    assert romanise(text) == text
