"""What is looked up when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_T = TypeVar("_T")


class lazy(Generic[_T]):
    """A property that is found once and kept: `functools.cached_property` without its lock, which costs more."""

    def __init__(self, find: Callable[[Any], _T]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, holder: None, owner: type) -> lazy[_T]: ...

    @overload
    def __get__(self, holder: object, owner: type) -> _T: ...

    def __get__(self, holder: object | None, owner: type) -> lazy[_T] | _T:
        if holder is None:
            return self
        found = holder.__dict__[self._name] = self._find(holder)
        return found
