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
    "guesswork": {"base"},
    "token": {"base", "guesswork", "ports", "json"},
}

# (module, a module that it must not reach, not even through others). A pair counts once both modules exist.
WALLS = [
    ("http_server", "admission"),
    ("http_server", "audit"),
    ("http_server", "token"),
    ("audit", "http_server"),
    ("rotation", "kube_http"),
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
