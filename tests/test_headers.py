"""What Netlify makes of a `_headers` file where several rules match."""

from __future__ import annotations

import pytest

from generator.headers import headers_for

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
