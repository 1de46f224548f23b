"""Remembers what pure functions gave, so that an update of the preview costs only what changed.

A result is found again by everything that went into it and by nothing else. So it cannot be out of date, and
nothing has to be thrown away because a file changed: an update gives what a fresh start would give. What
is remembered lives as long as the program, and each function keeps its newest results only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import _lru_cache_wrapper, lru_cache, update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Hashable)
SourceT = TypeVar("SourceT")

MEMORIES: list[_lru_cache_wrapper[Any]] = []
"""Every function that remembers, with its memory."""


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Lets a pure function remember its newest `most` results.

    It may depend on its arguments only. They must be hashable, and neither they nor the result may ever
    change, since everybody who asks gets the same one. A text counts by its words; a document, an article
    or a catalogue as the object that it is: reading gives the same one as long as its file stays as it is.
    `most` must be larger than what one reading of the sources asks for, or nothing would be found again.
    """
    return _with_memory(most, MEMORIES)


def remembered_lately(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Lets a pure function remember its newest `most` results, for whoever asks again at once.

    As `remembered`, where all results of one reading would be too large to hold.
    """
    return _with_memory(most, LATELY)


def _with_memory(
    most: int, memories: list[_lru_cache_wrapper[Any]]
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Gives a function a memory, which is listed with others."""

    def with_memory(function: Callable[P, T]) -> Callable[P, T]:
        memory = lru_cache(maxsize=most)(function)
        memories.append(memory)
        return cast("Callable[P, T]", memory)

    return with_memory


def remembered_between_readings(function: Callable[P, T]) -> Callable[P, T]:
    """Lets a pure function that is asked once for each text remember what the last readings asked it.

    The same as `remembered`, for functions whose results are as many as the site has articles: what two
    readings in a row did not ask for is forgotten, so that neither a large site nor a long preview needs a
    number. Only arguments by position.
    """
    memory = _Readings(function)
    READINGS.append(memory)
    return cast("Callable[P, T]", memory)


class _Readings(Generic[T]):
    def __init__(self, function: Callable[..., T]) -> None:
        update_wrapper(self, function)  # its name, by which a kept result is found
        self._function = function
        self._now: dict[tuple[Hashable, ...], T] = {}
        self._before: dict[tuple[Hashable, ...], T] = {}

    def __call__(self, *arguments: Hashable) -> T:
        now = self._now
        if arguments not in now:
            before = self._before
            now[arguments] = before[arguments] if arguments in before else self._function(*arguments)
        return now[arguments]

    def knows(self, arguments: tuple[Hashable, ...]) -> bool:
        if arguments in self._before:
            self._now.setdefault(arguments, self._before[arguments])
        return arguments in self._now

    def tell(self, result: T, arguments: tuple[Hashable, ...]) -> None:
        self._now[arguments] = result

    def turn(self) -> None:
        self._before, self._now = self._now, {}

    def clear(self) -> None:
        self._before, self._now = {}, {}


class ForEach(Generic[ItemT, T]):
    """A pure function of an item and of what all items share, which remembers the last row of items.

    A row is asked about at once, because to look up thousands of results one by one would take longer than
    all the rest of an update. What the last row did not have is forgotten.
    """

    def __init__(self, function: Callable[..., T]) -> None:
        self._function = function
        self._rows: dict[tuple[Hashable, ...], dict[ItemT, T]] = {}

    def __call__(self, items: Sequence[ItemT], *shared: Hashable) -> list[T]:
        """What the function gives for each item, in their order."""
        known = self._rows.get(shared, {})
        row = {one: known[one] if one in known else self._function(one, *shared) for one in items}
        self._keep(row, shared)
        return [row[one] for one in items]

    def unknown(self, items: Iterable[ItemT], *shared: Hashable) -> list[ItemT]:
        """Those items whose results would have to be worked out."""
        known = self._rows.get(shared, {})
        return [one for one in items if one not in known]

    def tell(self, item: ItemT, result: T, *shared: Hashable) -> None:
        """Know a result that was worked out elsewhere, for the next row."""
        if shared not in self._rows:
            self._keep({}, shared)
        self._rows[shared][item] = result

    def _keep(self, row: dict[ItemT, T], shared: tuple[Hashable, ...]) -> None:
        """Keep a row and the newest others, in a new table: another thread may look into the old one."""
        others = [(key, other) for key, other in self._rows.items() if key != shared]
        self._rows = {**dict(others[1 - _ROWS :]), shared: row}

    def clear(self) -> None:
        """Forget everything."""
        self._rows = {}


class _Asking(Protocol):
    """What a function asks instead of a source; it remembers what it was asked."""

    def same_from(self, source: Any, /) -> bool:
        """Whether a source would give the same answers to all that was asked."""


class ByAnswers(Generic[ItemT, SourceT, T]):
    """A pure function of an item and of what a source answers it, which remembers the last row of items.

    As `ForEach`, where what all items share is large and changes often, but hardly ever for one of them: a
    result is found again as long as its item is the same, and all that it asked has the same answers.
    """

    def __init__(self, function: Callable[[ItemT, Any], T], asking: Callable[[SourceT], _Asking]) -> None:
        self._function, self._asking = function, asking
        self._row: dict[ItemT, tuple[_Asking, T]] = {}

    def __call__(self, items: Sequence[ItemT], source: SourceT) -> list[T]:
        """What the function gives for each item, in their order."""
        known, row = self._row, dict[ItemT, tuple[_Asking, T]]()
        for one in items:
            found = known.get(one)
            if found is None or not found[0].same_from(source):
                asking = self._asking(source)
                found = asking, self._function(one, asking)
            row[one] = found
        self._row = row
        return [row[one][1] for one in items]

    def clear(self) -> None:
        """Forget everything."""
        self._row = {}


def remembered_by_answers(
    function: Callable[[ItemT, Any], T], asking: Callable[[SourceT], _Asking]
) -> ByAnswers[ItemT, SourceT, T]:
    """Lets a pure function of an item and of the answers of a source remember the last row of items.

    `asking` gives what it asks instead of the source, and what remembers the questions.
    """
    rows: ByAnswers[ItemT, SourceT, T] = ByAnswers(function, asking)
    FORGETFUL.append(rows)
    return rows


_ROWS = 4
"""So many rows are remembered: those of two languages, before and after a change of what they share."""


def remembered_for_each(function: Callable[Concatenate[ItemT, P], T]) -> ForEach[ItemT, T]:
    """Lets a pure function be asked about a row of items at once, and remember the last one.

    Its first argument is the item; the others are the same for all items of a row. All are hashable.
    """
    rows: ForEach[ItemT, T] = ForEach(function)
    update_wrapper(rows, function)  # its name, by which a kept result is found
    FORGETFUL.append(rows)
    return rows


def tell(function: Callable[..., T], result: T, *arguments: Hashable) -> None:
    """Let a function that remembers between readings know a result that was worked out elsewhere."""
    cast("_Readings[T]", function).tell(result, arguments)


def knows(function: Callable[..., Any], *arguments: Hashable) -> bool:
    """Whether a function that remembers between readings would only look up its result.

    This counts as asking for the result: who makes results ahead asks for those that are not to be forgotten.
    """
    return cast("_Readings[Any]", function).knows(arguments)


LATELY: list[_lru_cache_wrapper[Any]] = []
"""The same for functions that remember what they were asked lately."""
READINGS: list[_Readings[Any]] = []
"""The same for functions that remember between readings."""


class _Forgetful(Protocol):
    def clear(self) -> None: ...


FORGETFUL: list[_Forgetful] = []
"""Whatever else remembers something, such as the last row of items."""


def a_reading_is_done() -> None:
    """Forget what neither this reading nor the one before asked for."""
    for memory in READINGS:
        memory.turn()


def forget_texts() -> None:
    """Forget what is remembered of single texts, of which a site may have thousands."""
    for memory in (*READINGS, *FORGETFUL):
        memory.clear()


def forget() -> None:
    """Forget everything, as if the program had just been started."""
    for memory in (*MEMORIES, *LATELY):
        memory.cache_clear()
    forget_texts()
