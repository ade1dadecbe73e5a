"""Each documented recipe, done wrong in each way that people do, is told that very mistake and what puts it right."""
import re

import pytest
from recipes import PASSWORD, ROOT, SYSTEMS, TOKEN, page, stored, verdict

CASES = [case for _, cases in SYSTEMS for case in cases]


@pytest.mark.parametrize("case", CASES, ids=[case[0][:60] for case in CASES])
def test_the_recipe_is_told_its_mistake(case):
    said = verdict(stored(case))
    if case[1] is None:
        assert said == "accepted"
        return
    found = re.findall(r"^  (?:deny|warn) ([a-z0-9-]+) ", said, re.M)
    assert case[1] in found, said
    assert said.startswith("accepted" if case[1] == "double-encoded" else "refused")
    assert TOKEN not in said and PASSWORD not in said


def test_the_page_is_what_the_program_says():
    assert (ROOT / "docs/recipes.md").read_text() == page()
