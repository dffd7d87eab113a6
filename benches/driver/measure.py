"""Runs the lines: every combination of compiler and runtime in turn, in random order, round after round."""

import dataclasses
import os
import random
import re
import signal
import subprocess
import sys
import time

from . import machine as quiet

# The variables that change how a runtime waits or how many threads it has.
RUNTIME_VARIABLE = re.compile(r"^(OMP|GOMP|KMP|FERROMP|LD)_")
GIVE_UP_AFTER = 2


@dataclasses.dataclass(frozen=True)
class Line:
    group: str
    name: str
    threads: int
    unit: str
    what: str

    @property
    def key(self):
        return f"{self.name}@{self.threads}" if self.group == "tasks" else self.name


@dataclasses.dataclass(frozen=True)
class Combo:
    """A program built by one compiler, on one runtime."""

    compiler: str
    runtime: str
    program: str
    folder: str
    library: str

    @property
    def key(self):
        return f"{self.compiler}/{self.runtime}"


@dataclasses.dataclass
class Cell:
    """What one combination showed on one line."""

    samples: list = dataclasses.field(default_factory=list)  # {"value", "cpu", "trip", "worst_trip", "foreign"}
    counts: dict = dataclasses.field(default_factory=dict)  # {"syscalls", "switches", "clones"} per operation
    failures: list = dataclasses.field(default_factory=list)

    @property
    def given_up(self):
        return len(self.failures) >= GIVE_UP_AFTER


def read_lines(program, folder):
    """The lines a program has, in its own order."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(folder)}
    answer = subprocess.run([str(program), "--list"], capture_output=True, text=True, check=True, env=environment)
    lines = []
    for row in answer.stdout.splitlines():
        group, name, threads, unit, what = row.split("\t")
        lines.append(Line(group, name, int(threads), unit, what))
    return lines


class Runner:
    def __init__(self, combos, lines, machine, ms, extra_environment):
        self.combos = combos
        self.lines = lines
        self.machine = machine
        self.ms = ms
        self.environment = {k: v for k, v in os.environ.items() if not RUNTIME_VARIABLE.match(k)}
        self.environment.update(extra_environment)
        self.cells = {(line.key, combo.key): Cell() for line in lines for combo in combos}

    def process(self, mode, line, combo, ms):
        """One process; its fields as a dict. Raises RuntimeError with a short reason."""
        command = [str(combo.program), mode, line.name, str(line.threads), str(ms)]
        environment = {**self.environment, "LD_LIBRARY_PATH": str(combo.folder)}
        child = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            out, err = child.communicate(timeout=15 + ms / 10)
        except subprocess.TimeoutExpired:
            raise RuntimeError("did not end") from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
        if child.returncode:
            reason = err.strip().splitlines()[-1:] or [f"ended with status {child.returncode}"]
            raise RuntimeError(reason[0][:120])
        fields = dict(f.split("=", 1) for f in out.strip().split("\t"))
        if os.path.realpath(fields["library"]) != str(combo.library):
            raise RuntimeError(f"ran on {fields['library']}")
        return fields

    def time_line(self, line):
        """Every combination once on this line, in random order."""
        window = quiet.Window()
        before = self.machine.trip()
        taken = []
        for combo in random.sample(self.combos, len(self.combos)):
            cell = self.cells[line.key, combo.key]
            if cell.given_up:
                continue
            try:
                fields = self.process("time", line, combo, self.ms)
            except RuntimeError as reason:
                cell.failures.append(str(reason))
                continue
            values = sorted(float(v) for v in fields["value"].split(","))
            # The lower median of the batches: the first one may still have been cold.
            taken.append((cell, {"value": values[(len(values) - 1) // 2], "cpu": float(fields.get("cpu", "nan"))}))
        after = self.machine.trip()
        foreign = window.foreign()
        noise = {"trip": (before[0] + after[0]) / 2, "worst_trip": max(before[1], after[1]), "foreign": foreign}
        for cell, sample in taken:
            cell.samples.append({**sample, **noise})
        return foreign

    def rounds(self, count, end, progress):
        """`count` rounds, or fewer where the monotonic clock reaches `end` after the first. Returns how many."""
        for number in range(count):
            started = time.monotonic()
            for line in random.sample(self.lines, len(self.lines)):
                if number and time.monotonic() >= end:
                    progress(f"out of time in round {number + 1} of {count}")
                    return number
                if self.time_line(line) > quiet.FOREIGN_LIMIT:
                    self.machine.wait_for_quiet()
            progress(f"round {number + 1} of {count}: {time.monotonic() - started:.0f} s")
        return count

    def again(self, count, end, progress):
        """Lines most of whose samples fell into noise get up to `count` more, while patience and time last."""
        poor = [line for line in self.lines if self.poor(line)]
        for _ in range(count):
            if not poor or self.machine.waited >= self.machine.patience:
                return
            progress(f"again, for noise: {len(poor)} lines")
            for line in poor:
                if time.monotonic() >= end:
                    return
                self.machine.wait_for_quiet()
                self.time_line(line)
            poor = [line for line in poor if self.poor(line)]

    def poor(self, line):
        samples = [s for c in self.combos for s in self.cells[line.key, c.key].samples]
        return sum(self.is_quiet(s) for s in samples) < len(samples) / 2

    def is_quiet(self, sample):
        return sample["foreign"] <= quiet.FOREIGN_LIMIT and not self.machine.slow(sample["worst_trip"])

    def count(self, progress):
        """System calls, context switches and new threads per operation: the medians of three batches of a process."""
        progress("counting system calls, context switches and new threads")
        holder = subprocess.Popen(
            [str(self.combos[0].program), "hold"],
            env={**self.environment, "LD_LIBRARY_PATH": str(self.combos[0].folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with holder:
            holder.stdout.readline()
            for line in self.lines:
                if line.unit == "ns":
                    self.count_line(line)
            holder.stdin.close()

    def count_line(self, line):
        for combo in self.combos:
            cell = self.cells[line.key, combo.key]
            if cell.given_up or not cell.samples:
                continue
            try:
                fields = self.process("count", line, combo, self.ms / 4)
            except RuntimeError as reason:
                cell.failures.append(str(reason))
                continue
            for what in ("syscalls", "switches", "clones"):
                if what in fields:
                    cell.counts[what] = float(fields[what])


def to_stderr(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)
