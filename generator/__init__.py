"""Turns `content/` into the site in all its languages: read, compile, link, check, plan, render, write."""
