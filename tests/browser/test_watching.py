"""The watch that the other tests rely on: what goes wrong in a window does not pass unseen."""

import pytest

from tests.browser.pages import Site

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("script", "noted"),
    [
        ("document.body.setAttribute('onclick', 'x()'); document.body.click()", "Content Security Policy"),
        ("console.error('mislaid')", "console: mislaid"),
        ("setTimeout(() => { throw new Error('broken') })", "script: broken"),
        ("fetch('/static/no-such-file.js')", "404 GET"),
    ],
)
def test_trouble_in_a_window_is_noted(site: Site, script: str, noted: str) -> None:
    visitor = site.visitor()
    visitor.open("public:home")
    assert site.troubles == []
    visitor.page.evaluate(script)
    visitor.page.wait_for_load_state("networkidle")
    assert len(site.troubles) == 1
    assert noted in site.troubles[0]
    site.troubles.clear()
