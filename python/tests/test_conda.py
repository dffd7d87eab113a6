"""The recipe for conda, built by rattler-build as far as that goes without conda's own compilers."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import rattler_build
from conftest import ROOT

RECIPE = ROOT / "packaging/conda/recipe.yaml"
BUILT = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "wheel/release"
"""What `make wheel` has built."""


def rendered(recipe: Path) -> dict[str, Any]:
    """By name: the packages of a recipe, for Linux on x86-64."""
    compilers = {"c_compiler": ["gcc"], "rust_compiler": ["rust"], "c_stdlib": ["sysroot"], "c_stdlib_version": ["2.28"]}
    platform = rattler_build.PlatformConfig(target_platform="linux-64")
    read = rattler_build.Stage0Recipe.from_file(recipe)
    packages = read.render(rattler_build.VariantConfig(compilers), rattler_build.RenderConfig(platform=platform))
    return {package.recipe.to_dict()["package"]["name"]: package for package in packages}


def test_the_recipe_is_of_this_version() -> None:
    package = rendered(RECIPE)["ferromp"].recipe.to_dict()
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert version and package["package"]["version"] == version[1]
    assert {"gcc_linux-64", "rust_linux-64", "cargo-bundle-licenses"} <= set(package["requirements"]["build"])


def test_the_mutex_is_chosen_by_name_alone_and_brings_ferromp() -> None:
    package = rendered(RECIPE)["_openmp_mutex"].recipe.to_dict()
    assert package["build"]["string"].endswith("_ferromp")
    assert package["build"]["variant"]["down_prioritize_variant"] > 0
    assert package["requirements"]["run"] == [{"pin_subpackage": {"name": "ferromp", "exact": True}}]


def replaced(text: str, pattern: str, by: str) -> str:
    changed, times = re.subn(pattern, by, text)
    assert times, pattern
    return changed


def local(folder: Path) -> Path:
    """The recipe for packages that are built by what is there: no channel can be reached."""
    text = RECIPE.read_text()
    text = replaced(text, r"    requirements:\n      build:\n(        - .*\n)+", "")
    text = replaced(text, r"      - requirements:\n          build:\n(            - .*\n)+        script:", "      - script:")
    take = f"mkdir -p target/release && cp {BUILT}/libferromp.so {BUILT}/ferromp target/release"
    text = replaced(text, r"cargo-bundle-licenses --format .*", take)
    text = replaced(text, r"        - THIRDPARTY.yml\n", "")
    text = replaced(text, r"path: \.\./\.\.", f"path: {ROOT}")
    text = replaced(text, r"\$STRIP", "strip")
    (folder / "recipe.yaml").write_text(text)
    return folder / "recipe.yaml"


def build(recipe: Path) -> list[str]:
    """Builds and tests the packages, with none but each other. The names of what was made."""
    for platform in ("noarch", "linux-64"):
        (recipe.parent / "channel" / platform).mkdir(parents=True)
        empty = {"info": {"subdir": platform}, "packages": {}, "packages.conda": {}, "repodata_version": 1}
        (recipe.parent / "channel" / platform / "repodata.json").write_text(json.dumps(empty))
    channels = [(recipe.parent / "channel").as_uri()]
    tools = rattler_build.ToolConfiguration(test_strategy="native")
    for package in rendered(recipe).values():
        package.run_build(tool_config=tools, output_dir=recipe.parent / "out", channels=channels)
    return sorted(file.name for file in (recipe.parent / "out/linux-64").glob("*.conda"))


def test_both_packages_can_be_built_and_pass_their_tests(tmp_path: Path) -> None:
    made = build(local(tmp_path))
    assert len(made) == 2 and made[0].startswith("_openmp_mutex-4.5-") and made[1].startswith("ferromp-")


def test_a_file_that_is_not_listed_is_noticed(tmp_path: Path) -> None:
    recipe = local(tmp_path)
    recipe.write_text(replaced(recipe.read_text(), r" +- lib/ferromp/libomp\.so\.5\n", ""))
    with pytest.raises(rattler_build.RattlerBuildError):
        build(recipe)
