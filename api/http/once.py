"""Values that are made once, however many ask for them at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

V = TypeVar("V")


class Once(Generic[V]):
    """Values by key. Whoever asks first makes a value, the others wait for it; those used last are kept.

    `weigh` gives a value's weight, `most` is what all kept ones weigh together. An error goes to all who wait, and the
    next one tries again.
    """

    def __init__(self, most: int, weigh: Callable[[V], int] = lambda _value: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Future[V]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}

    def get(self, key: Hashable, make: Callable[[], V], keep: Callable[[V], bool] = lambda _value: True) -> V:
        """The value of a key, made by `make` where there is none; kept for the next who asks where `keep` says so."""
        with self._lock:
            future = self._made.get(key)
            if future is None:
                mine: Future[V] = Future()
                self._made[key] = mine
            else:
                self._made.move_to_end(key)
        if future is not None:
            return future.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._made[key]
            mine.set_exception(error)
            raise
        self._keep(key, self._weigh(value) if keep(value) else None)
        mine.set_result(value)
        return value

    def known(self, key: Hashable) -> V | None:
        """The value of a key where it is there already; never waits."""
        with self._lock:
            future = self._made.get(key)
        return future.result() if future is not None and future.done() and not future.exception() else None

    def _keep(self, key: Hashable, weight: int | None) -> None:
        with self._lock:
            if weight is None:
                del self._made[key]
                return
            self._weights[key] = weight
            for other in list(self._made):
                if sum(self._weights.values()) <= self._most:
                    break
                if other in self._weights:
                    del self._made[other], self._weights[other]
