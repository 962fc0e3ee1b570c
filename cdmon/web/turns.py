"""How often somebody may ask: so many times in so many seconds, each by the key they are known by."""

from collections import OrderedDict, deque
from threading import Lock
from time import monotonic

MOST_KEYS = 10_000  # that are remembered; the ones that asked longest ago go first


class Turns:
    """Counts who asks, in a window of time that moves along."""

    def __init__(self, most: int, seconds: float) -> None:
        """Allow each key so many turns in so many seconds."""
        self.most, self.seconds = most, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> float:
        """Take a turn and return 0 or, where there is none left, return how many seconds it is until the next."""
        with self._lock:
            now, asked = monotonic(), self._asked.setdefault(key, deque())
            self._asked.move_to_end(key)
            if len(self._asked) > MOST_KEYS:
                self._asked.popitem(last=False)
            while asked and asked[0] <= now - self.seconds:
                asked.popleft()
            if len(asked) >= self.most:
                return asked[0] + self.seconds - now
            asked.append(now)
            return 0.0
