"""What has been worked out already: the latest so many results, each made once however many people ask for it at the same moment."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any


class MadeOnce:
    """Results by key; the one that was asked for longest ago goes first. Nothing is copied: whoever gets one leaves it as it is."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self.most = most
        self._results: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the result of a key, made now where it is not there; who asks meanwhile waits for it. An error is raised, and not kept."""
        with self._lock:
            result = self._results.get(key)
            is_new = result is None
            if result is None:
                result = self._results[key] = Future()
                if len(self._results) > self.most:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
        if is_new:
            try:
                result.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._results.pop(key, None)
                result.set_exception(error)
        return result.result()
