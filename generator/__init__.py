"""Turns `content/` and `templates/` into the bilingual site: read, compile, link, check, plan, render, write."""
