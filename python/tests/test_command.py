"""`python -m ferromp` is the command, with all that the program of a plain installation can do."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import Environment, clean_environment


def program(environment: Environment, *words: str) -> str:
    """What the program prints that the package has in its folder `bin`."""
    command = [str(environment.package / "bin/ferromp"), *words]
    return subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True).stdout


def verbs(text: str) -> set[str]:
    """The verbs of the program's help."""
    _, _, listed = text.partition("Commands:\n")
    return set(re.findall(r"^  (\w+) ", listed.partition("\n\n")[0], re.MULTILINE))


def test_each_verb_of_the_program_is_a_verb_of_the_package(environment: Environment) -> None:
    known = verbs(program(environment, "--help"))
    assert {"run", "doctor", "report", "path", "symbols", "completions", "manual"} <= known
    assert verbs(environment.ferromp("--help")) == known
    for verb in known - {"help"}:
        said = program(environment, verb, "--help")
        assert environment.ferromp(verb, "--help") == said
        assert environment.ferromp("help", verb) == said


@pytest.mark.parametrize("words", [[], ["help"], ["-h"], ["--help"], ["enable", "--help"], ["help", "status"]])
def test_the_help_has_what_the_package_adds(environment: Environment, words: list[str]) -> None:
    said = environment.start(environment.python, "-m", "ferromp", *words)
    for verb in ("enable", "disable", "status", "doctor PACKAGE..."):
        assert f"\nferromp {verb} " in said.stdout, said


def test_verbs_of_the_environment_take_no_arguments(environment: Environment) -> None:
    for verb in ("enable", "disable", "status"):
        done = environment.start(environment.python, "-m", "ferromp", verb, "now")
        assert (done.returncode, done.stderr) == (1, f"ferromp: {verb}: takes no arguments\n")
    assert "not enabled" in environment.ferromp("status")


def test_the_status_of_a_wrong_line_is_the_programs(environment: Environment) -> None:
    for words in ["reprot"], ["report"], ["report", "/no/such/trace"], ["run"]:
        done = environment.start(environment.python, "-m", "ferromp", *words)
        assert done.returncode == 125 and done.stderr.startswith("ferromp: "), done


def test_the_folder_is_the_packages(environment: Environment) -> None:
    assert environment.ferromp("path") == f"{environment.library.parent}\n"


@pytest.fixture(params=["environment", "enabled"])
def either(request: pytest.FixtureRequest) -> Environment:
    """An environment, and one in which each interpreter starts with ferromp."""
    found: Environment = request.getfixturevalue(request.param)
    return found


def test_a_trace_is_recorded_and_made_a_page(either: Environment, tmp_path: Path) -> None:
    trace = tmp_path / "fit.trace"
    code = "import work; work.fit(); import ferromp; print(sum(p['regions'] for p in ferromp.stats()['regions']))"
    regions = int(either.ferromp("run", "--trace", str(trace), "--", str(either.python), "-c", code))
    assert regions > 20
    report = json.loads(either.ferromp("report", "--json", str(trace)))
    assert len(report) == 1
    sites = report[0]["sites"]
    assert sum(site["regions"] for site in sites) == regions
    assert any("sklearn" in site["library"] for site in sites)
    assert [loaded["file"] for loaded in report[0]["runtimes"]["loaded"] if loaded["is_ferromp"]] == [str(either.library)]
    assert f"; {len(report[0]['threads'])} threads on " in either.ferromp("report", "--text", str(trace))
    assert either.ferromp("report", str(trace)) == f"{trace}.html\n"
    page = Path(f"{trace}.html").read_text()
    assert page.startswith("<!DOCTYPE html>") and str(either.library) in page
    assert either.ferromp("report", "--perfetto", "--output", str(tmp_path / "p.json"), str(trace)) == f"{tmp_path}/p.json\n"
    assert len(json.loads((tmp_path / "p.json").read_text())["traceEvents"]) > regions
