"""What a translator opens in the morning: how both languages stand, side by side, and what is due.

A part of the preview; it is never a page of the site.
"""

from __future__ import annotations

from generator.status.board import Board, board_of
from generator.status.pages import STYLE, page_of

__all__ = ["STYLE", "Board", "board_of", "page_of"]
