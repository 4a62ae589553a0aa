"""The clients of `docs/frontend/clients/`: types from what the API says of itself, and a program that uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.frontend.conftest import NODE, ROOT, TYPESCRIPT, clean_environment, npm

SAID = """\
services: 6, the first is あなたのいばしょ チャット相談
Yorisoi Hotline (en), 0120-279-338
by Social Inclusion Support Center
revalidated: 304
inochi-no-denwa: gone (merged), instead: /api/v1/website/services/e73e1eb8-c931-56b3-9fc2-c2af44354a56
police-9110: gone (withdrawn), instead: nothing
no-such-desk: not found
503: call 119 if you need help now
"""


def test_the_typescript_client_compiles_strictly(typescript: Path) -> None:
    done = npm("run", "check", folder=typescript)
    assert (done.returncode, done.stderr if done.returncode else "") == (0, ""), done.stdout


def test_the_compiler_knows_the_contract(typescript: Path) -> None:
    """A field that is not there, a filter that is not there, and a kind of problem that is not there are noticed."""
    wrong = typescript / "wrong.ts"
    wrong.write_text(
        'import { tell, tomoshibi, whole } from "./client.ts";\n'
        'const { data, error } = await tomoshibi("").GET("/api/v1/website/services", '
        "{ params: { query: { colour: 1 } } });\n"
        "if (data) console.log(data.items.map((item) => whole(item).nickname));\n"
        'if (error) console.log(tell(error).kind === "tired");\n'
    )
    try:
        done = npm("run", "check", folder=typescript)
    finally:
        wrong.unlink()
    assert done.returncode != 0
    found = [line for line in done.stdout.splitlines() if line.startswith("wrong.ts(")]
    assert [line.partition("(")[2].partition(",")[0] for line in found] == ["2", "3", "4"]


def test_the_typescript_sample_runs_against_a_server(typescript: Path, mock: str) -> None:
    done = subprocess.run(
        [NODE / "node", "sample.ts"],
        cwd=typescript,
        env=clean_environment(TOMOSHIBI=mock),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == (SAID, "")


def test_the_python_sample_is_typed(python: Path) -> None:
    """The generated file is the generator's business; what the sample does with it is checked."""
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports", "silent", "--config-file", os.devnull]
    done = subprocess.run([*command, "sample.py"], cwd=python, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
    (python / "wrong.py").write_text(
        "from tomoshibi import WebsiteService\n\n\n"
        "def nickname(service: WebsiteService) -> str:\n    return service.nickname\n"
    )
    done = subprocess.run([*command, "wrong.py"], cwd=python, capture_output=True, text=True, timeout=300, check=False)
    assert 'has no attribute "nickname"' in done.stdout


def test_the_python_sample_runs_against_a_server(python: Path, mock: str) -> None:
    done = subprocess.run(
        [sys.executable, "sample.py"],
        cwd=python,
        env=clean_environment(TOMOSHIBI=mock),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == (SAID, "")


def test_packages_are_locked_by_digest_and_no_registry_is_named() -> None:
    lock = json.loads((TYPESCRIPT / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert len(packages) > 20
    for name, facts in packages.items():
        assert facts["integrity"].startswith("sha512-"), name
        assert "resolved" not in facts, name
    assert "http" not in (TYPESCRIPT / ".npmrc").read_text()


def test_nothing_that_a_machine_makes_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "docs/frontend/clients"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {Path(path).name for path in listed} == {
        ".npmrc",
        "client.ts",
        "package-lock.json",
        "package.json",
        "pyproject.toml",
        "sample.py",
        "sample.ts",
        "tsconfig.json",
    }
