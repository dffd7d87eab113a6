"""probe.py WORKLOAD one|forked FILE: does a workload, and with `forked` again in two children of this process; writes
what came out, the threads of each process and the OpenMP runtimes that its libraries call as JSON into the file."""

import faulthandler
import importlib.util
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The watchdog learns by this where a hanging program is.
faulthandler.enable()
faulthandler.register(signal.SIGUSR1, all_threads=True)

HERE = Path(__file__).resolve().parent
# The folder's own files must not come in the way of packages of the same name.
del sys.path[0]


def from_file(name: str, path: Path) -> Any:
    """A module, under a name that no package has."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def numbers(value: Any) -> Iterator[float]:
    """All numbers of nested lists and arrays, one after the other."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, complex):
        yield from (value.real, value.imag)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from numbers(part)
    else:
        yield float(value)


def runtimes() -> dict[str, list[str]]:
    """By file of an OpenMP runtime: the libraries that call it."""
    # From its file: importing the package would switch this process to ferromp.
    bindings = from_file("ferromp_bindings", HERE.parent / "python/ferromp/_bindings.py")
    found: dict[str, list[str]] = {}
    for library, targets in bindings.bound().items():
        for target in targets:
            found.setdefault(target, []).append(library)
    return found


def account(work: Any) -> dict[str, Any]:
    """Does the work, and says what came out and what is in the process then."""
    result = list(numbers(work()))
    return {"result": result, "threads": len(os.listdir("/proc/self/task")), "runtimes": runtimes()}


def forked(work: Any, file: Path) -> int:
    """Starts a child that writes its account. Its process number."""
    child = os.fork()
    if child == 0:
        # Whatever happens here must not unwind into the parent's code.
        status = 1
        try:
            file.write_text(json.dumps(account(work)))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


def main() -> None:
    module = from_file("workload", HERE / "workloads" / f"{sys.argv[1]}.py")
    file = Path(sys.argv[3])
    accounts = [account(module.work)]
    if sys.argv[2] == "forked":
        files = [file.with_suffix(f".{number}") for number in range(2)]
        children = [forked(module.work, one) for one in files]
        for child in children:
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status < 0:
                print(f"RESULT child ends by {signal.Signals(-status).name}")
            elif status > 0:
                print("RESULT child fails")
            if status != 0:
                sys.exit(3)
        accounts = [json.loads(one.read_text()) for one in files]
    file.write_text(json.dumps(accounts))


if __name__ == "__main__":
    main()
