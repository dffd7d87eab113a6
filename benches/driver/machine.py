"""Is the machine ours right now? What else runs on it, and how fast its cores can talk to each other."""

import os
import resource
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
# Above this share of one processor, the others' work shows in our figures.
FOREIGN_LIMIT = 0.15
# A round trip this many times slower than the best of the run tells of a busy host, or of a virtual
# machine whose processors were moved apart: a different machine for a while, which /proc/stat
# cannot see.
SLOW_TRIP = 1.6


def busy_seconds():
    """Processor time of all processors that was not idle, stolen time included, since boot."""
    with open("/proc/stat") as stat:
        fields = [int(f) for f in stat.readline().split()[1:9]]
    user, nice, system, _idle, _iowait, irq, softirq, steal = fields
    return (user + nice + system + irq + softirq + steal) / TICKS


def own_seconds():
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        use = resource.getrusage(who)
        total += use.ru_utime + use.ru_stime
    return total


class Window:
    """A stretch of time, and how much of it others computed on this machine."""

    def __init__(self):
        self.start = time.monotonic()
        self.busy = busy_seconds()
        self.own = own_seconds()

    def foreign(self):
        """Processors that others used on average since the start; the clock tick is the resolution."""
        elapsed = max(time.monotonic() - self.start, 1e-3)
        extra = busy_seconds() - self.busy - (own_seconds() - self.own)
        # Two ticks per processor is what the accounting itself may be off by.
        return max(0.0, extra - 2.0 / TICKS) / elapsed


class Machine:
    """Watches the noise of a whole run."""

    def __init__(self, roundtrip, patience):
        self.roundtrip = roundtrip
        self.patience = patience
        self.trips = []
        self.waited = 0.0

    def trip(self):
        """One look at the round trip between two cores: (best, median) in ns; (0, 0) on one processor."""
        answer = subprocess.run([str(self.roundtrip), "2"], capture_output=True, text=True, timeout=20)
        best, median = (float(f) for f in answer.stdout.split())
        self.trips.append((best, median))
        return best, median

    def floor(self):
        """The round trip of the quiet machine: a low quantile of the best ones seen, ns."""
        best = sorted(b for b, _ in self.trips)
        return best[len(best) // 10] if best else 0.0

    def ceiling(self):
        """The round trip that a tenth of the looks exceeded, ns."""
        best = sorted(b for b, _ in self.trips)
        return best[len(best) * 9 // 10] if best else 0.0

    def slow(self, trip):
        """Whether a round trip says that the host was busy; final at the end, when the floor is known."""
        return trip > SLOW_TRIP * self.floor() > 0

    def wait_for_quiet(self):
        """Sleeps while others compute, as long as the patience of the whole run lasts."""
        while self.waited < self.patience:
            window = Window()
            time.sleep(0.2)
            self.waited += 0.2
            if window.foreign() < FOREIGN_LIMIT:
                return
