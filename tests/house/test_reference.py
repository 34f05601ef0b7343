"""Every setting, measure, workflow, list and table is documented: docs/reference.md is made from them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_is_true() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_reference.py"), "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, f"run `make reference`: {run.stdout}{run.stderr}"


def test_the_readme_names_the_commands_and_its_picture_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    for picture in (line.split("](")[1].split(")")[0] for line in text.splitlines() if line.startswith("![")):
        assert (ROOT / picture).exists()


def test_documents_name_only_files_that_exist() -> None:
    missing = []
    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        for part in (ROOT / document).read_text(encoding="utf-8").split("](")[1:]:
            target = part.split(")")[0]
            if not target.startswith(("http", "#")) and not (ROOT / target).exists():
                missing.append(f"{document}: {target}")
    assert missing == []


def test_the_guides_example_is_an_entry_of_the_house() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = text.split("# domains/tcm/measures.yaml\n")[1].split("```")[0]
    assert example in (ROOT / "src" / "tongmai" / "domains" / "tcm" / "measures.yaml").read_text(encoding="utf-8")
