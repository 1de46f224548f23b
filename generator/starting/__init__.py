"""Starts things: an article in every language, a record of the case table, the ids of headings.

What is laid is whole where a program can know it, and empty where a person must write. The checks name every
empty place, so that nothing unfinished can be published.
"""
