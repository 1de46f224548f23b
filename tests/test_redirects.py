"""Old addresses: where they lead, on Netlify and for those who read `_redirects` as it does."""

from __future__ import annotations

import pytest

from generator.pipeline import prepare
from generator.redirects import answer_for
from tests.tiny import Project

RULES = """\
# Words about the rule below.
/  /es/  302!  Language=es

/es/aviso/  /es/advertencia/#plazos  301
/es/*  /es/404.html  404
"""


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/es/aviso/", "/es/advertencia/#plazos", 301),
        ("/es/aviso", "/es/advertencia/#plazos", 301),
        ("/es/aviso/otro/", "/es/404.html", 404),
        ("/espejo/", "/404.html", 404),
        ("/nothing", "/404.html", 404),
        ("/", "/404.html", 404),
    ],
)
def test_the_first_rule_that_fits_decides(path: str, address: str, status: int) -> None:
    assert answer_for(path, RULES) == (address, status)


@pytest.mark.parametrize(
    ("old", "to", "address"),
    [
        ("/es/aviso/", "warning.md", "/es/warning/"),
        ("/en/old.html", "warning.md#deadlines", "/en/warning/#deadlines"),
        ("/es/viejo/abierto/", "outcome:open", "/es/tree/open/"),
        ("/en/hope/", "case:hope-v-pelzer", "/en/cases/hope-v-pelzer/"),
        ("/old/", "/", "/"),
        ("/old/", "/es/warning", "/es/warning/"),
        ("/es/plazos/", "/en/warning/", "/en/warning/"),
    ],
)
def test_an_old_address_leads_to_its_page_before_anything_is_called_missing(
    project: Project, old: str, to: str, address: str
) -> None:
    project.tables["redirects.json"]["redirects"] = [{"old": old, "to": to}]
    project.save()
    rules = project.page("_redirects")
    assert answer_for(old, rules) == (address, 301)
    assert rules.index("  301") < rules.index("  404")


def test_an_old_address_may_stand_with_other_capitals_where_it_leads_to_the_same_page(
    project: Project,
) -> None:
    both = [{"old": old, "to": "warning.md"} for old in ("/es/aviso.html", "/es/Aviso.html")]
    project.tables["redirects.json"]["redirects"] = both
    project.save()
    assert answer_for("/es/Aviso.html", project.page("_redirects")) == ("/es/warning/", 301)


def test_a_site_without_old_addresses_needs_no_table_of_them(project: Project) -> None:
    (project.content / "redirects.json").unlink()
    assert prepare(project.folders).problems == ()
    assert "  301" not in project.page("_redirects")


def test_a_page_that_was_moved_keeps_its_old_address_whatever_it_is_called_next(project: Project) -> None:
    project.replace("es/warning.md", 'slug: "warning"', 'slug: "advertencia"')
    assert answer_for("/es/aviso/", project.page("_redirects")) == ("/es/advertencia/", 301)
