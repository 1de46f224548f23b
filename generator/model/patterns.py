"""What a value must look like, in an editor's words: an example for each pattern of the shapes."""

from __future__ import annotations

_EXAMPLES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "`fair-warning` (small letters, digits and hyphens)",
    r"^([a-z0-9]+(-[a-z0-9]+)*)?$": "`fair-warning` (small letters, digits and hyphens)",
    r"^\d{3}-\d{3}-\d{4}$": "`510-350-7517`",
    r"^https://[a-z0-9.-]+$": "`https://example.org`",
    r"^https://\S+$": "`https://example.org/page`",
    r"^[a-z]{2,3}$": "`en`",
    r"^[a-z]{2,3}_[A-Z]{2}$": "`es_US`",
    r"^\d+(-\d+)?( n\.\d+)?$": "`818`, `818-19` or `841 n.5`",
    r"^(question|outcome):[a-z0-9]+(-[a-z0-9]+)*$": "`question:law` or `outcome:granted`",
    r"^/[A-Za-z0-9._~%/-]+$": "`/en/old-name/`",
    r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$": "`owner/name`",
}


def looks_like(pattern: str) -> str:
    """An example of what a pattern takes, or the pattern itself where no example is known."""
    return _EXAMPLES.get(pattern, f"the pattern {pattern}")
