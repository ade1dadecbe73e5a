"""How much a file, a class and a function may hold. What is larger stands in OVERSIZE with its reason, or the run is red."""
import re

from sources import ROOT, SOURCES, code, relative

FILE_LINES = 400
CLASS_METHODS = 20
FUNCTION_LINES = 50

# A file's, function's or class's name, and why it is as large as it is.
OVERSIZE = {
    "lanes.py": "a lane, its runs and what has to hold after each",
    "test_control_plane.py": "the webhook and the rotator in one run, in order: each test leaves what the next one finds",
    "test_admission_contract.py": "a test for each line of docs/admission.md",
    "SerializeProfile": "one line for each field",
}


def beyond_the_list(found):
    return {what: n for what, n in found.items() if re.split("[ /]", what)[-1] not in OVERSIZE}


def long_files():
    looked_at = [*SOURCES, *(p for top in ("tests", "benchmarks", "scripts") for p in (ROOT / top).rglob("*")
                             if p.suffix in (".cc", ".h", ".py", ".sh", ".go"))]
    return {relative(p): n for p in looked_at if (n := len(p.read_text().splitlines())) > FILE_LINES}


def long_functions():
    """By the formatter's layout: a function begins at the last line before its closing brace that is indented like it."""
    found = {}
    for path in SOURCES:
        for indent in ("", "  "):
            first, name = 0, ""
            for number, line in enumerate(code(path).splitlines()):
                if line == indent + "}" and name and number - first + 1 > FUNCTION_LINES:
                    found[f"{relative(path)}: {name}"] = number - first + 1
                if re.match(indent + r"[\w\[]", line):
                    first, name = number, (re.findall(r"([\w:~]+)\(", line) or [""])[0]
    return found


def large_classes():
    found = {}
    for path in SOURCES:
        for name, body in re.findall(r"^(?:class|struct) ([\w:]+)[^;{]*\{\n(.*?)^\};", code(path), re.M | re.S):
            methods = [method for method in re.findall(r"^  (?:[\w\[][^(=;]*[\s&*])?(\w+|operator[^\w\s]+)\(", body, re.M)
                       if method not in (name.split("::")[-1], "static_assert", "GUARDED_BY")]
            if len(methods) > CLASS_METHODS:
                found[f"{relative(path)}: {name}"] = len(methods)
    return found


def test_files_fit_in_a_head():
    assert beyond_the_list(long_files()) == {}


def test_functions_fit_a_screen():
    assert beyond_the_list(long_functions()) == {}


def test_a_class_does_one_thing():
    assert beyond_the_list(large_classes()) == {}
