"""What axe says of a page: violations of WCAG 2.1 A and AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
READS_A_COLOUR_ONCE = """
(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, { r: this.r, g: this.g, b: this.b, alpha: this.alpha });
    }
    return Object.assign(this, known.get(text));
  };
})();
"""
"""Axe reads the colour of each element's background anew for everything inside it: half of what it takes."""
IS_MISSING = "typeof axe === 'undefined'"
VIOLATIONS = """rules => axe.run(rules).then(found =>
  found.violations.map(rule => `${rule.id}: ${rule.nodes[0].html.slice(0, 150)}`))"""


def barriers(page: Page) -> list[str]:
    """Return what axe finds wrong, each with its first element."""
    if page.evaluate(IS_MISSING):
        page.evaluate(AXE_SCRIPT + READS_A_COLOUR_ONCE)
    return list(page.evaluate(VIOLATIONS, RULES))
