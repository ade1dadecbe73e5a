"""The page of `audit report --html`, as a browser renders it."""
import json
import os
import pathlib
import shutil
import subprocess

import pytest
from browser import Browser
from test_audit_commands import SAMPLE, audit
from webhook_process import at_clock, program

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINES = SAMPLE.read_text().splitlines()
EXAMPLE = ROOT / "docs/example-report.html"  # Of the sample log, at a fixed time.
HOSTILE = ["<script>document.title='owned'</script>", "\"><img src=http://127.0.0.1:9/x onerror=document.title='owned'>",
           "‮evil⁦", "x" * 500, "'onmouseover='document.title=1", "a\nb\u0000c", "=1+1"]
MEDIA = [(1280, "light", "screen"), (1280, "dark", "screen"), (390, "light", "screen"), (320, "dark", "screen"),
         (720, "light", "print")]
# Elements that reach beyond the right edge of the page.
BEYOND = """[...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && e.getClientRects().length &&
            e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not shutil.which("chromium"):
        pytest.skip("no chromium")
    running = Browser(tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


def renamed(line, name):
    entry = json.loads(line)
    if entry["type"] == "decision":
        entry["user"] = entry["fieldManager"] = name
        entry["extra"] = {"authentication.kubernetes.io/pod-name": name}
    return json.dumps(entry)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The sample log, and the same decisions by users with hostile names."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "log").write_text("\n".join([*LINES, *(renamed(line, name) for name in HOSTILE for line in LINES)]) + "\n")
    done = audit("report", "--html", folder / "report.html", folder / "log")
    assert done.returncode == 0, done.stderr
    return folder / "report.html"


@pytest.mark.parametrize("width, scheme, medium", MEDIA)
def test_the_page_fits_loads_nothing_and_runs_nothing(browser, page, width, scheme, medium):
    browser.requests.clear()
    browser.open(page.as_uri(), width, scheme, medium)
    assert browser.requests == [page.as_uri()]
    assert browser.ask("document.scripts.length") == 0
    assert browser.ask("document.title") == "Audit report: 2 Secrets" or "keptn-api-token" in browser.ask("document.title")
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.ask(BEYOND) == []


def test_the_page_answers_with_text_that_stays_text(browser, page):
    browser.open(page.as_uri(), 1280)
    answers = browser.ask("document.querySelector('.answers').innerText")
    for question in ("Who last changed the token?", "Was it a person?", "How old is the token?", "What was refused this week?"):
        assert question in answers
    assert browser.ask("document.querySelectorAll('img, script, iframe, object, a').length") == 0
    assert HOSTILE[0] in browser.ask("document.body.innerText")


def test_dark_and_light_have_contrast(browser, page):
    """Of the text and its background: 4.5 to 1, as WCAG AA asks."""
    contrast = """(() => { const l = c => { const [r, g, b] = c.match(/\\d+/g).map(v => v / 255).map(v =>
        v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
        const at = s => getComputedStyle(document.querySelector(s)); const ratio = (a, b) =>
        (Math.max(l(a), l(b)) + .05) / (Math.min(l(a), l(b)) + .05);
        return ['.answer p', '.answer h2', '.tag.bad', '.tag.warn', '.tag.good', '.lane .name', 'th'].map(s =>
        ratio(at(s).color, at('section').backgroundColor)); })()"""
    for scheme in ("light", "dark"):
        browser.open(page.as_uri(), 1280, scheme)
        assert min(browser.ask(contrast)) >= 4.5, scheme


def test_the_example_in_the_docs_is_what_the_command_writes(tmp_path):
    """If it is not, and the page has become better, copy what this command writes."""
    written = tmp_path / "page.html"
    subprocess.run([*at_clock("2026-11-25 19:30:00"), program("token-webhook"), "audit", "report", "--html", written, SAMPLE],
                   env={**os.environ, "TZ": "UTC"}, check=True)
    assert written.read_text() == EXAMPLE.read_text()


@pytest.mark.parametrize("width, scheme, medium", MEDIA)
def test_the_example_answers_on_its_first_screen(browser, width, scheme, medium):
    browser.open(EXAMPLE.as_uri(), width, scheme, medium)
    assert browser.ask("[...document.querySelectorAll('.answer')].slice(0, 4).map(e => e.querySelector('p').innerText)") == [
        "jane@example.com", "yes", "10 hours", "3 writes"]
    assert browser.ask("document.querySelectorAll('.answer')[3].getBoundingClientRect().bottom") < 700
    assert browser.ask("document.documentElement.scrollWidth") <= width and browser.ask(BEYOND) == []
