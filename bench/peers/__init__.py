"""Other generators that build the same content, each where it is installed (`make peers`).

They are no part of this project. An adapter lays the content as its generator wants it, with a theme that
makes pages like ours: a header, the pages of the same section, the text, the list of authorities at its end.
Theirs are fewer: they make no bilingual editions, search, feeds, packets or checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.peers import eleventy, hugo, mkdocs, pelican
from bench.peers.material import material_of
from bench.peers.peer import Laid, Peer

__all__ = ["Laid", "Peer", "installed", "laid"]


def installed() -> Sequence[Peer]:
    """The peers that are there."""
    return [peer for peer in (hugo.PEER, eleventy.PEER, pelican.PEER, mkdocs.PEER) if peer.version()]


def laid(peer: Peer, content: Path) -> Laid:
    """A peer's project with this content, in a folder beside that of our own project."""
    folder = content.parent.parent / peer.name
    folder.mkdir()
    material = material_of(content)
    peer.lay(material, folder)
    return Laid(peer, folder, material, frozenset(path.name for path in folder.iterdir()))
