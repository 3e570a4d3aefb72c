"""A document as DOCX, to be edited in any office program.

The template is drawn by python-docx, so that no opaque file lies in the repository; docxtpl puts
the texts in, each escaped.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]

from common.documents.document import Document
from common.documents.languages import writing

FONT = "Times New Roman"
MUTED = RGBColor(0x5A, 0x5A, 0x5A)
TEXT_WIDTH = Mm(162)
PICTURE_HEIGHT = Mm(20)


def render_docx(document: Document) -> bytes:
    """DOCX with title, author and language set."""
    paper = document.typeset()
    picture = paper.head.picture
    template = DocxTemplate(io.BytesIO(_template(paper.language, picture is not None)))
    context = {"paper": paper, "lines": _lines}
    if picture:
        file = io.BytesIO(picture.content)
        context["picture"] = InlineImage(template, file, height=PICTURE_HEIGHT)
    template.render(context, autoescape=True)
    made: Any = template.docx
    _describe(made, paper)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _lines(text: str) -> str:
    """docxtpl gives a meaning to these signs; in a text they are only spaces."""
    return text.replace("\a", " ").replace("\f", " ").replace("\t", " ")


def _describe(made: Any, paper: Document) -> None:
    about = made.core_properties
    about.title, about.author = paper.title[:255], paper.head.name[:255]
    about.language = writing(paper.language).tag
    about.comments, about.keywords = "", ""
    if paper.head.picture:
        for one in made.element.body.iter(qn("wp:docPr")):
            one.set("descr", paper.head.picture.description)


# The template


@cache
def _template(language: str, has_picture: bool) -> bytes:  # noqa: FBT001 - a key of the cache
    """Where each text stands and how it looks; Jinja tags wait for the texts."""
    made: Any = docx.Document()
    _set_up(made, writing(language).tag)
    _page(made)
    _letterhead(made, has_picture=has_picture)
    _opening(made, is_right=writing(language).addressee_right)
    _body(made)
    _signatures(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _set_up(made: Any, tag: str) -> None:
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(name), FONT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    normal.paragraph_format.widow_control = True
    defaults = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    spoken = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        spoken.set(qn(name), tag)
    defaults.append(spoken)
    hyphens = OxmlElement("w:autoHyphenation")
    hyphens.set(qn("w:val"), "true")
    # The order of settings is part of the format.
    made.settings.element.insert_element_before(hyphens, *AFTER_HYPHENATION)
    # A line that ends by a break is not stretched to the margin.
    compatibility = made.settings.element.find(qn("w:compat"))
    if compatibility is not None:
        compatibility.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


AFTER_HYPHENATION = (
    "w:consecutiveHyphenLimit",
    "w:hyphenationZone",
    "w:doNotHyphenateCaps",
    "w:characterSpacingControl",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:rsids",
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:decimalSymbol",
    "w:listSeparator",
)


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    # The first page bears the letterhead, the others a number.
    section.different_first_page_header_footer = True
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _small(foot.add_run("{{ paper.reference }}\t"))
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        _field(foot, field)
        if after:
            _small(foot.add_run(after))


def _field(paragraph: Any, instruction: str) -> None:
    run = _small(paragraph.add_run())
    for kind in ("begin", "separate", "end"):
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        run.element.append(sign)
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.text = instruction
            run.element.append(text)


def _small(run: Any) -> Any:
    run.font.size, run.font.color.rgb = Pt(9.5), MUTED
    return run


def _letterhead(made: Any, *, has_picture: bool) -> None:
    """A table keeps the arms beside the name; it has no lines of its own."""
    widths = (Mm(24), TEXT_WIDTH - Mm(24)) if has_picture else (TEXT_WIDTH,)
    cells = _grid(made, widths)
    if has_picture:
        _tight(cells[0].paragraphs[0]).add_run("{{ picture }}")
    words = cells[-1]
    first = words.paragraphs[0]
    first.add_run("{%p if paper.head.over %}")
    _small(_tight(words.add_paragraph()).add_run("{{ lines(paper.head.over) }}"))
    words.add_paragraph("{%p endif %}")
    name = _tight(words.add_paragraph()).add_run("{{ lines(paper.head.name) }}")
    name.font.size, name.font.bold = Pt(15), True
    words.add_paragraph("{%p for line in paper.head.lines %}")
    _small(_tight(words.add_paragraph()).add_run("{{ lines(line) }}"))
    words.add_paragraph("{%p endfor %}")
    _rule(_tight(made.add_paragraph()))


def _grid(made: Any, widths: tuple[Any, ...]) -> Any:
    table = made.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = width
    table._element.tblPr.append(_without_margins())  # noqa: SLF001 - there is no other way
    return table.rows[0].cells


def _without_margins() -> Any:
    """Cells begin where the text begins."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        none = OxmlElement(f"w:{side}")
        none.set(qn("w:w"), "0")
        none.set(qn("w:type"), "dxa")
        margins.append(none)
    return margins


def _tight(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def _rule(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "5A5A5A")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._element.get_or_add_pPr().append(borders)  # noqa: SLF001 - there is no other way
    paragraph.paragraph_format.space_after = Pt(10)


def _opening(made: Any, *, is_right: bool) -> None:
    """Day and number on one side, the addressee on the other, as the language has it."""
    wide, narrow = Mm(92), TEXT_WIDTH - Mm(92)
    cells = _grid(made, (narrow, wide) if is_right else (wide, narrow))
    dated, addressee = (cells[0], cells[1]) if is_right else (cells[1], cells[0])
    _when(dated, is_right=not is_right)
    addressee.paragraphs[0].add_run("{%p for line in paper.addressee %}")
    _tight(addressee.add_paragraph("{{ lines(line) }}"))
    addressee.add_paragraph("{%p endfor %}")
    # A cell must hold a paragraph, also when there is nobody to address.
    _tight(addressee.add_paragraph())


def _when(cell: Any, *, is_right: bool) -> None:
    day = _tight(cell.paragraphs[0])
    number = _tight(cell.add_paragraph())
    day.add_run("{{ paper.dated }}")
    _small(number.add_run("{{ paper.reference }}"))
    if is_right:
        day.alignment = number.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _body(made: Any) -> None:
    made.add_paragraph("{%p if paper.subject %}")
    subject = made.add_paragraph(style="Heading 1")
    _plain_heading(subject.style)
    subject.add_run("{{ lines(paper.subject) }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for block in paper.blocks %}")
    made.add_paragraph("{%p if block.kind == 'item' %}")
    item = made.add_paragraph(style="List Paragraph")
    item.paragraph_format.left_indent, item.paragraph_format.first_line_indent = Mm(6), Mm(-4)
    item.paragraph_format.tab_stops.add_tab_stop(Mm(6))
    # The style keeps items of a list together; after the last one comes the usual space.
    item.paragraph_format.space_after = Pt(6)
    item.add_run("–\t{{ lines(block.text) }}")
    made.add_paragraph("{%p elif block.kind == 'heading' %}")
    heading = made.add_paragraph(style="Heading 2")
    _plain_heading(heading.style)
    heading.add_run("{{ lines(block.text) }}")
    made.add_paragraph("{%p else %}")
    # Not justified: whether words are hyphenated depends on the machine of the reader.
    made.add_paragraph("{{ lines(block.text) }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p endfor %}")


def _plain_heading(style: Any) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(12), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(8)


def _signatures(made: Any) -> None:
    made.add_paragraph("{%p for signature in paper.signatures %}")
    line = made.add_paragraph("{{ lines(signature.position) }}\t{{ lines(signature.name) }}")
    line.paragraph_format.space_before = Pt(24)
    line.paragraph_format.keep_together = True
    line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    made.add_paragraph("{%p endfor %}")
