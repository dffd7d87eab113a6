"""The command: ``ferromp`` and ``python -m ferromp``.

`enable`, `disable` and `status` belong to the Python environment and are done here; the rest is done
by the program that the package has in its folder `bin`."""

from __future__ import annotations

import os
import signal
import sys

OWN = "enable", "disable", "status"
"""The verbs that are done here."""

HELP = """\
In this Python environment:

ferromp enable                           every interpreter of the environment starts with ferromp
ferromp disable                          takes that back
ferromp status                           says which of both holds
ferromp doctor PACKAGE...                imports the packages, and says which runtimes they use

"""


def main() -> None:
    """Does what the command line asks, and ends the process."""
    from ferromp import _runtime

    # Python ignores these. Without that, the command ends as others do when nobody reads on, and
    # the program that it becomes finds them as programs do.
    for number in signal.SIGPIPE, signal.SIGXFSZ:
        signal.signal(number, signal.SIG_DFL)
    words = sys.argv[1:]
    verb, rest = words[0] if words else "", words[1:]
    if verb in OWN and rest not in (["-h"], ["--help"]):
        if rest:
            sys.exit(f"ferromp: {verb}: takes no arguments")
        sys.exit(_environment_command(verb))
    # The program knows nothing of these verbs, so the help of all is the help of each.
    if verb in OWN or (verb == "help" and rest[:1] and rest[0] in OWN):
        words = ["--help"]
    if words[:1] in ([], ["-h"], ["--help"]) or words == ["help"]:
        sys.stdout.write(HELP)
        sys.stdout.flush()
    if verb == "doctor":
        words = doctor(words)
    program = os.path.join(_runtime.HERE, "bin/ferromp")
    os.environ.setdefault("FERROMP_LIB_DIR", _runtime.folder())
    try:
        os.execv(program, [program, *words])
    except OSError as error:
        sys.exit(f"ferromp: {program}: {error.strerror}")


IMPORT = """\
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"ferromp: doctor: {name}: {error}", file=sys.stderr)
"""


def doctor(words: list[str]) -> list[str]:
    """The words for the program, which knows nothing of packages: a program that imports them."""
    options = [word for word in words[1:] if word.startswith("-")]
    packages = [word for word in words[1:] if not word.startswith("-")]
    if "--" in options or not packages or packages[0].isdigit():
        return words
    return ["doctor", *options, "--", sys.executable, "-c", IMPORT, *packages]


def _environment_command(verb: str) -> int | str:
    import ferromp

    try:
        if verb == "enable":
            print(f"ferromp: enabled: {ferromp.enable()}")
        elif verb == "disable":
            print("ferromp: disabled" if ferromp.disable() else "ferromp: was not enabled")
        else:
            print(ferromp.status())
    except (OSError, RuntimeError) as error:
        return f"ferromp: {verb}: {error}"
    return 0


if __name__ == "__main__":
    main()
