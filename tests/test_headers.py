"""What Netlify makes of a `_headers` file where several rules match, and what the site's own says."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.headers import headers_for
from generator.model.site import is_page
from generator.write import write_site
from tests.conftest import WITHOUT_WORKER, Counted, HowMany, served
from tests.tiny import Project

RULES = """\
/*
  Content-Security-Policy: default-src 'none'
  X-Frame-Options: DENY

# Words about the rule below.
/admin/*
  Content-Security-Policy: default-src 'self'

/data.csv
  Link: <a>; rel="license"
  Link: <b>; rel="describedby"
"""


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", "default-src 'none'"),
        ("/en/admin/", "default-src 'none'"),
        ("/administrators/", "default-src 'none'"),
        ("/admin/", "default-src 'self'"),
        ("/admin/deep/in/it.js", "default-src 'self'"),
    ],
)
def test_a_later_rule_takes_the_place_of_an_earlier_one_and_keeps_its_other_headers(
    path: str, policy: str
) -> None:
    assert headers_for(path, RULES) == {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}


def test_a_name_that_comes_again_within_a_rule_adds_to_it() -> None:
    assert headers_for("/data.csv", RULES)["Link"] == '<a>; rel="license", <b>; rel="describedby"'


# --- what the site says ---

STRICT = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'none'"],
    "worker-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    # One for the words that come later; one for the address of the service worker, which is always the same.
    "trusted-types": ["later", "offline"],
    "require-trusted-types-for": ["'script'"],
}
CLIPBOARD = "clipboard-write"
"""The one feature that the site uses: the copy control of a citation."""

KINDS = [
    "/",
    "/404.html",
    "/en/",
    "/es/tree/",
    "/en/nowhere/",
    "/service-worker.js",
    "/assets/tree.js",
    "/cases.json",
]


def directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by directive; none may come twice."""
    listed = [directive.split() for directive in policy.split("; ")]
    found = {name: sources for name, *sources in listed}
    assert len(found) == len(listed)
    return found


def features(headers: Mapping[str, str]) -> dict[str, str]:
    """A Permissions-Policy by feature: who may use it."""
    return dict(one.split("=", 1) for one in headers["Permissions-Policy"].split(", "))


def test_every_answer_has_the_strictest_value_of_each_header(project: Project) -> None:
    rules = project.page("_headers")
    for path in KINDS:
        found = headers_for(path, rules)
        own = {"Cross-Origin-Resource-Policy"} if path == "/cases.json" else set()  # free for others to use
        assert {name: found[name] for name in STRICT.keys() - own} == {
            name: STRICT[name] for name in STRICT.keys() - own
        }
        assert {who for feature, who in features(found).items() if feature != CLIPBOARD} == {"()"}
        assert features(found)[CLIPBOARD] == "(self)"


def test_the_policy_of_pages_lets_in_nothing_but_the_sites_own_files_and_styles(project: Project) -> None:
    found = directives(headers_for("/en/", project.page("_headers"))["Content-Security-Policy"])
    own, *styles = found.pop("style-src")
    assert own == "'self'"
    assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", style) for style in styles)
    assert found == POLICY


def test_the_web_editor_loosens_only_what_it_needs(project: Project) -> None:
    rules = project.page("_headers")
    site, editor = headers_for("/en/", rules), headers_for("/admin/", rules)
    loosened = {"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"}
    assert {name for name in editor if editor[name] != site.get(name)} <= loosened | {"X-Robots-Tag"}
    if "X-Robots-Tag" in editor:  # where its program is installed
        policy = directives(editor["Content-Security-Policy"])
        for directive in ("default-src", "base-uri", "form-action", "frame-ancestors"):
            assert policy[directive] == ["'none'"]
        assert "'unsafe-inline'" not in policy["script-src"]
        assert not [
            source
            for sources in policy.values()
            for source in sources
            if source in ("*", "https:", "'unsafe-eval'")
        ]


SINKS = [
    "document.body.innerHTML = 'x'",
    "document.write('x')",
    "new DOMParser().parseFromString('x', 'text/html')",
    "document.createElement('script').src = '/x.js'",
    "trustedTypes.createPolicy('ours', {})",
]
REFUSAL = "() => { try { SINK; } catch (error) { return error.name; } }"


def test_a_browser_takes_every_feature_away_and_makes_no_html_of_words(
    project: Project, browser: Browser
) -> None:
    write_site(project.files(), project.folders.output)
    named = features(headers_for("/en/", project.page("_headers")))
    with served(project.folders.output) as port, browser.new_context(**WITHOUT_WORKER) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/en/")
        allowed = page.evaluate("document.featurePolicy.allowedFeatures()")
        refusals = {sink: page.evaluate(REFUSAL.replace("SINK", sink)) for sink in SINKS}
    assert set(allowed) & set(named) == {CLIPBOARD}
    assert refusals == dict.fromkeys(SINKS, "TypeError")


OBSERVATORY = Path(__file__).parent / "observatory"


@pytest.mark.proof
def test_the_http_observatory_gives_every_page_its_best_grade(
    project: Project, how_many: HowMany, counted: Counted
) -> None:
    files = project.files()
    rules = files["_headers"].decode()
    answers = [
        {
            "path": f"/{path.removesuffix('index.html')}",
            "headers": {**headers_for(f"/{path}", rules), "Content-Type": "text/html; charset=utf-8"},
            "html": files[path].decode(),
        }
        for path in list(filter(is_page, files))[: how_many(sample=6, whole=999)]
    ]
    graded = subprocess.run(
        ["node", OBSERVATORY / "grade.mjs"],
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        check=True,
    )
    grades = json.loads(graded.stdout)
    assert [one for one in grades if one["grade"] != "A+" or one["failed"]] == []
    lowest = min(one["score"] for one in grades)
    counted(f"{len(grades)} pages graded A+ by MDN's HTTP Observatory, with {lowest} points or more")
