"""The walls between modules: which module may use which. The compiler holds what a CMakeLists.txt declares; these tests hold
the declarations."""
import re

import pytest

from sources import ROOT, SOURCES, includes, modules, relative

# What each module of lib may use; nothing in lib knows a program.
LIBRARY = {
    "base": set(),
    "ports": {"base"},
    "sys": {"base", "ports", "json"},
    "cli": {"base"},
    "json": {"base"},
    "retired": {"base", "json"},
    "trail": {"base", "json", "ports"},
    "x509": {"base"},
    "guesswork": {"base"},
    "token": {"base", "guesswork", "ports", "json"},
}

# (module, a module that it must not reach, not even through others). A pair counts once both modules exist.
WALLS = [
    ("http_server", "admission"),
    ("http_server", "audit"),
    ("http_server", "token"),
    ("audit", "http_server"),
    ("trail_reader", "audit"),
    ("trail_reader", "admission"),
    ("trail_report", "admission"),
    ("rotation", "kube_http"),
    ("certificates", "kube_http"),
]


def reached(graph, start):
    seen, waiting = set(), [start]
    while waiting:
        for used in graph.get(waiting.pop(), ("", set()))[1] - seen:
            seen.add(used)
            waiting.append(used)
    return seen


def program_of(folder):
    return folder.split("/")[0]


def test_the_library_uses_what_it_may():
    for name, (folder, uses) in modules().items():
        if program_of(folder) == "lib":
            assert name in LIBRARY, f"{folder} is not in the graph"
            assert uses <= LIBRARY[name], f"{folder} uses {uses - LIBRARY[name]}"


def test_no_module_uses_the_other_program():
    graph = modules()
    for name, (folder, uses) in graph.items():
        for used in uses:
            assert program_of(graph[used][0]) in ("lib", program_of(folder)), f"{name} uses {used}"


def test_the_graph_has_no_circle():
    graph = modules()
    assert [name for name in graph if name in reached(graph, name)] == []


@pytest.mark.parametrize("module, other", WALLS, ids=lambda name: name)
def test_a_wall_stands(module, other):
    graph = modules()
    assert other not in reached(graph, module)


def test_metrics_are_known_to_the_program_alone():
    """Everything below reports to an observer that is handed in."""
    graph = modules()
    assert [name for name, (folder, uses) in graph.items() if "metrics" in uses and folder != "webhook"] == []


def test_a_module_is_named_after_its_folder():
    for name, (folder, _) in modules().items():
        last, program = folder.split("/")[-1], program_of(folder).removesuffix("-job")
        assert name in (last, f"{program}_{last}"), f"{folder} declares {name}"


def test_no_include_leaves_its_module_by_a_path():
    assert [relative(p) for p in SOURCES for name in includes(p) if ".." in name] == []


def test_each_module_lists_its_sources():
    """A source that no CMakeLists.txt names is not compiled."""
    lost = []
    for source in SOURCES:
        if source.suffix == ".cc":
            folder = source.parent
            while not (folder / "CMakeLists.txt").exists():
                folder = folder.parent
            name = source.relative_to(folder).as_posix()
            if not re.search(rf"(?<![\w/]){re.escape(name)}\b", (folder / "CMakeLists.txt").read_text()):
                lost.append(relative(source))
    assert lost == []


# Sources without a unit test of their own, and what tests them instead.
TESTED_ELSEWHERE = {
    "lib/token/content_rules.cc": "policy_test.cc: a row for each finding of both files",
    "lib/token/form_rules.cc": "policy_test.cc: a row for each finding of both files",
    "webhook/http_server/event_loop.cc": "server_test.cc, tests/component",
    "webhook/main.cc": "ten lines",
    "webhook/serve.cc": "tests/component",
    "rotator-job/kube_http/call.cc": "api_test.cc, webhooks_test.cc",
    "rotator-job/main.cc": "ten lines",
}


def test_each_source_has_a_unit_test_beside_it():
    """The test of a/b/c.cc is tests/unit/a/b/c_test.cc."""
    lost = [relative(p) for p in SOURCES if p.suffix == ".cc" and relative(p) not in TESTED_ELSEWHERE
            and not (ROOT / "tests/unit" / relative(p.with_name(p.stem + "_test.cc"))).exists()]
    assert lost == []


def test_the_exceptions_are_needed():
    """A source that is gone or has its unit test stands in the list no longer."""
    assert [path for path in TESTED_ELSEWHERE if not (ROOT / path).exists()
            or (ROOT / "tests/unit" / path.replace(".cc", "_test.cc")).exists()] == []
