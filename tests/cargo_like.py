"""Runs the tests of a script, and tells of them as cargo does of its own."""

import traceback
from collections.abc import Mapping


def run(names: Mapping[str, object]) -> int:
    """Calls what has a name that begins with test_, in the order of the names; the status for the end."""
    passed, failed = 0, 0
    for name, test in list(names.items()):
        if name.startswith("test_") and callable(test):
            try:
                test()
                passed += 1
                print(f"test {name} ... ok", flush=True)
            except Exception:
                failed += 1
                print(f"test {name} ... FAILED\n{traceback.format_exc()}", flush=True)
    print(f"test result: {'FAILED' if failed else 'ok'}. {passed} passed; {failed} failed")
    return 1 if failed else 0
