"""The rules of the house that a compiler does not hold: who may include which library, and where the world comes in.

An exception stands in an allow-list here, with its reason, or the run is red.
"""
import re
import subprocess

import pytest

from sources import ROOT, SOURCES, code, includes, relative

# Which folder may include which vendor: the first path component(s) that may.
VENDORS = {
    r"prometheus/": ["webhook/metrics.cc"],
    r"pistache/": ["webhook/http_server/http_parser.cc"],
    r"rapidjson/": ["lib/json", "lib/token", "webhook", "rotator-job"],
    r"openssl/": ["lib/sys", "lib/retired", "lib/trail", "lib/x509", "webhook", "rotator-job/certificates"],
    r"curl/": ["rotator-job/kube_http"],
    r"yaml-cpp/": ["rotator-job/kube_http", "webhook/commands/documents", "webhook/commands/manifest.cc"],
    r"boost/": ["lib/cli"],
    r"zxcvbn": [],
}

# Calls that reach for the world; only adapters (lib/sys) and a program's own main and app may make them.
AMBIENT = re.compile(r"\b(system_clock::now|steady_clock::now|getenv|sleep_for|sleep_until|random_device|std::rand|"
                     r"srand|gettimeofday|clock_gettime|time\(nullptr\))")
AMBIENT_ALLOWED = {
    "lib/sys/clock.cc": "the clock adapter",
    "lib/sys/process.cc": "the environment adapter",
    "lib/sys/programs.cc": "the adapter that runs programs, each with a deadline",
}


def test_there_are_sources_to_look_at():
    assert len(SOURCES) > 30


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_library_is_included_only_where_it_is_adapted(vendor):
    wrong = [relative(p) for p in SOURCES for name in includes(p)
             if re.match(vendor, name) and not any(relative(p).startswith(a) for a in VENDORS[vendor])]
    assert wrong == []


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


def test_includes_stand_at_the_head_of_a_file():
    late = [relative(p) for p in SOURCES if re.search(r"^\s*#\s*include", p.read_text().partition("\nnamespace ")[2], re.M)]
    assert late == []


def test_no_key_stands_in_the_repository():
    found = subprocess.run(["git", "grep", "-lIE", "BEGIN ([A-Z]+ )?PRIVATE " + "KEY"], cwd=ROOT, text=True,
                           capture_output=True, check=False)
    assert [f for f in found.stdout.split() if not f.startswith("tests/fuzz/corpus")] == []


def test_the_notices_name_every_package_of_word_lists():
    makes = (ROOT / "lib/guesswork/word_lists.py").read_text().split('"""')[1]
    notice = (ROOT / "NOTICE").read_text()
    named = re.findall(r"([\w-]+) \((?:MIT|permissive|public domain|Unicode licence)\)", makes)
    assert len(named) == 6 and [name for name in named if f"\n{name} " not in notice] == []


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
