"""The source files of the library and the two programs, and the modules that their CMakeLists.txt files declare."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOPS = ("lib", "webhook", "rotator-job")
SOURCES = sorted(p for top in TOPS for p in (ROOT / top).rglob("*") if p.suffix in (".h", ".cc"))


def relative(path):
    return path.relative_to(ROOT).as_posix()


def code(path):
    """The file without its comments; lines keep their numbers."""
    return re.sub(r"//.*", "", path.read_text())


def includes(path):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', path.read_text(), re.M)


def modules():
    """Name -> (folder, the modules it uses)."""
    found = {}
    for top in TOPS:
        for file in sorted((ROOT / top).rglob("CMakeLists.txt")):
            for name, body in re.findall(r"^guard_module\(([\w-]+)(.*?)\)$", file.read_text(), re.M | re.S):
                uses = re.search(r"\bUSES\s+(.*?)(?:\bEXTERNAL\b|\bSOURCES\b|$)", body, re.S)
                assert name not in found, f"two modules are named {name}"
                found[name] = (relative(file.parent), set(uses.group(1).split()) if uses else set())
    return found
