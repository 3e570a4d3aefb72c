"""What is wrong with a page as it stands: by axe, and by eye."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
AXE = f"""
() => axe.run(document, {{ runOnly: {TAGS}, resultTypes: ["violations"] }}).then(found =>
  found.violations.map(one =>
    `${{one.id}} (${{one.impact}}): ` + one.nodes.slice(0, 4).map(node => node.html).join(" | ")))
"""
MEASURES = """
() => ({
  wide: document.documentElement.scrollWidth - window.innerWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  title: document.title,
})
"""


def faults(page: Page, language: str = "uk") -> list[str]:
    """What is wrong with the page as it stands."""
    measures = page.evaluate(MEASURES)
    page.evaluate(AXE_SCRIPT)
    found = list(page.evaluate(AXE))
    if measures["wide"] > 0:
        found.append(f"scrolls sideways by {measures['wide']} px")
    if measures["headings"] != 1:
        found.append(f"has {measures['headings']} h1")
    if measures["language"] != language or not measures["title"]:
        found.append(f"lang is {measures['language']}, title «{measures['title']}»")
    return found
