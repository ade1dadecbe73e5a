"""The rules of the house that a compiler does not hold: who may include which library, and where the world comes in.

An exception stands in an allow-list here, with its reason, or the run is red.
"""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = sorted(p for folder in ("lib", "webhook", "rotator-job") for p in (ROOT / folder).rglob("*")
                 if p.suffix in (".h", ".cc"))

# Which folder may include which vendor: the first path component(s) that may.
VENDORS = {
    r"prometheus/": ["webhook/metrics.cc"],
    r"pistache/": ["webhook/http_server/http_parser.cc"],
    r"rapidjson/": ["lib/sys", "lib/retired", "lib/token", "webhook", "rotator-job"],
    r"openssl/": ["lib/sys", "lib/retired", "webhook"],
    r"curl/": ["rotator-job/kube_http"],
    r"yaml-cpp/": ["rotator-job/kube_http", "webhook/commands/manifest.cc"],
    r"boost/": ["lib/cli"],
    r"zxcvbn": ["lib/token"],
}

# The module graph of lib, as its CMakeLists files must say it; nothing in lib knows a program.
USES = {
    "base": set(),
    "ports": {"base"},
    "sys": {"base", "ports"},
    "cli": {"base"},
    "retired": {"base"},
    "token": {"base", "ports"},
}

# Calls that reach for the world; only adapters (lib/sys) and a program's own main and app may make them.
AMBIENT = re.compile(r"\b(system_clock::now|steady_clock::now|getenv|sleep_for|sleep_until|random_device|std::rand|"
                     r"srand|gettimeofday|clock_gettime|time\(nullptr\))")
AMBIENT_ALLOWED = {
    "lib/sys/clock.cc": "the clock adapter",
    "lib/sys/process.cc": "the environment adapter",
    "lib/sys/programs.cc": "the adapter that runs programs, each with a deadline",
}


def relative(path):
    return path.relative_to(ROOT).as_posix()


def code(path):
    """The file without its comments."""
    return re.sub(r"//.*", "", path.read_text())


def includes(path):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', path.read_text(), re.M)


def test_there_are_sources_to_look_at():
    assert len(SOURCES) > 30


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_library_is_included_only_where_it_is_adapted(vendor):
    wrong = [relative(p) for p in SOURCES for name in includes(p)
             if re.match(vendor, name) and not any(relative(p).startswith(a) for a in VENDORS[vendor])]
    assert wrong == []


def test_the_module_graph_is_the_documented_one():
    for module in (ROOT / "lib").iterdir():
        text = (module / "CMakeLists.txt").read_text()
        declared = re.search(r"\bUSES\s+(.*?)(?:EXTERNAL|\))", text, re.S)
        uses = set(declared.group(1).split()) if declared else set()
        assert module.name in USES, f"lib/{module.name} is not in the graph"
        assert uses <= USES[module.name], f"lib/{module.name} uses {uses - USES[module.name]}"


def test_time_randomness_and_environment_come_in_through_ports():
    wrong = [f"{relative(p)}: {m.group(0)}" for p in SOURCES for m in AMBIENT.finditer(code(p))
             if relative(p) not in AMBIENT_ALLOWED]
    assert wrong == []


def test_main_has_twenty_lines_at_most():
    for program in ("webhook", "rotator-job"):
        body = re.search(r"int main\(.*?\{\n(.*?)\n\}", (ROOT / program / "main.cc").read_text(), re.S).group(1)
        assert len(body.splitlines()) <= 20, program


def test_headers_begin_with_what_they_are_for():
    silent = [relative(p) for p in SOURCES if p.suffix == ".h" and not p.read_text().startswith("//")]
    assert silent == []


def test_files_fit_in_a_head():
    long = {relative(p): n for p in SOURCES if (n := len(p.read_text().splitlines())) > 500}
    assert long == {}


def test_no_key_stands_in_the_repository():
    found = subprocess.run(["git", "grep", "-lIE", "BEGIN ([A-Z]+ )?PRIVATE " + "KEY"], cwd=ROOT, text=True,
                           capture_output=True, check=False)
    assert [f for f in found.stdout.split() if not f.startswith("tests/fuzz/corpus")] == []


def test_every_relative_link_in_the_documents_leads_somewhere():
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{relative(document)} -> {target}")
    assert broken == []


def test_the_documented_table_of_rules_is_the_codes():
    code_rows = re.findall(r'\{"([a-z0-9-]+)", Severity::k(Deny|Warn), (true|false), \w+\}',
                           (ROOT / "lib/token/rules.cc").read_text())
    in_code = [(name, severity.lower(), "yes" if any_length == "true" else "no")
               for name, severity, any_length in code_rows]
    documented = re.findall(r"^\| `([a-z0-9-]+)` \| (deny|warn) \| (yes|no) \|", (ROOT / "docs/policy.md").read_text(),
                            re.M)
    assert in_code == documented and len(in_code) > 20
