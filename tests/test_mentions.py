"""Where this site rests on an authority: the same, however the texts are put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.commands import ROOT
from generator.link.articles import Text, body_of, resolved
from generator.link.linker import linker_of
from generator.link.mentions import Noted, Together, mentions_of
from generator.model.body import Sentence
from generator.model.content import Case
from generator.model.project import Folders
from generator.pipeline import read

CASES = [Case.model_construct(id=identifier) for identifier in ("hope-v-pelzer", "pearson-v-callahan")]

NOTED = st.builds(
    Noted,
    st.sampled_from(CASES),
    st.sampled_from(["en", "es"]),
    st.sampled_from(["Fair warning", "Deadlines"]),
    st.integers().map(lambda number: Sentence(f"Sentence {number}.", f"/en/warning/#{number}")),
)


TEXTS = st.lists(st.lists(NOTED, max_size=2)).map(lambda texts: texts * 40)
"""So many that they are more than one row."""


@given(TEXTS)
def test_all_texts_together_say_what_they_would_say_as_one(texts: list[list[Noted]]) -> None:
    together = Together([mentions_of(text) for text in texts])
    as_one = mentions_of(one for text in texts for one in text).by_authority
    assert dict(together) == as_one
    assert list(together) == list(as_one)
    assert len(together) == len(as_one)
    assert {case.id for case in CASES if (case.id, "es") in together} == {
        case.id for case in CASES if (case.id, "es") in as_one
    }


def test_what_a_page_shows_is_what_its_mentions_were_found_in() -> None:
    sources, _ = read(Folders.of(ROOT))
    assert sources
    linker = linker_of(sources.names)
    mentions = 0
    for article in sources.articles:
        found = resolved(Text(article, (), ()), linker)
        assert body_of(Text(article, (), ()), linker) == found.body
        mentions += sum(map(len, found.mentions.by_authority.values()))
    assert mentions > len(sources.articles)
