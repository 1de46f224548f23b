"""The ways in by what happened: on the home page with their links, below articles by name."""

from __future__ import annotations

import re

import pytest

from generator.pipeline import Edition
from tests.tiny import Project

SITUATION = """
[[situations]]
id = "hurt"
name = { en = "An officer hurt me", es = "Un agente me lastimó" }
links = ["warning.md", "warning.md#deadlines", "topic:jail"]
"""


@pytest.fixture
def guided(project: Project) -> Project:
    """The tiny project with one way in."""
    project.write("site.toml", (project.content / "site.toml").read_text() + SITUATION)
    return project


def test_the_home_page_leads_by_situation_in_the_words_of_each_place(guided: Project) -> None:
    for code, name, links in (
        ("en", "An officer hurt me", ["Warning", "Deadlines", "Decided cases: jail"]),
        ("es", "Un agente me lastimó", ["Warning", "Plazos", "Casos decididos: cárcel"]),
    ):
        page = guided.page(f"{code}/index.html")
        part = page.partition(f'<h3 id="situation-hurt">{name}</h3>')[2].partition("</div>")[0]
        assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', part) == [
            (f"/{code}/warning/", links[0]),
            (f"/{code}/warning/#deadlines", links[1]),
            (f"/{code}/cases/#topic=jail", links[2]),
        ]


def test_articles_end_with_the_ways_in_by_name(guided: Project) -> None:
    page = guided.page("es/warning/index.html")
    assert '<a href="/es/#situation-hurt">Un agente me lastimó</a>' in page
    assert page.index("situation-hurt") > page.index('id="deadlines"')


def test_a_site_without_situations_says_nothing_of_them(project: Project) -> None:
    for path in ("en/index.html", "en/warning/index.html"):
        assert "situations" not in re.sub("<style>.*?</style>", "", project.page(path), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("warnin.md", "leads to an article that does not exist. Did you mean `warning.md`?"),
        ("warning.md#deadline", "leads to a section that `content/en/warning.md` does not have."),
        ("topic:jails", "names no topic in cases.json. Did you mean `jail`?"),
        ("term:fair-warning", "names no article or topic. Write `key.md` or `topic:ID`."),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(guided: Project, link: str, said: str) -> None:
    guided.replace("site.toml", '"topic:jail"', f'"topic:jail", "{link}"')
    told = guided.problems()
    assert any(re.match(r"content/site\.toml:\d+: ", line) and said in line for line in told), told


def test_articles_link_to_the_cases_about_a_topic(project: Project) -> None:
    project.replace("en/warning.md", "Two years.", "Two years; see [the cases](topic:jail).")
    assert '<a href="/en/cases/#topic=jail">the cases</a>' in project.page("en/warning/index.html")


def test_the_real_site_has_a_way_in_for_each_kind_of_reader(edition: Edition) -> None:
    assert edition.sources
    assert {one.id for one in edition.sources.settings.situations} == {
        "officer-hurt-me",
        "home-searched",
        "hurt-in-jail",
        "speaking-or-filming",
        "family-member",
        "lawyer-or-student",
    }
