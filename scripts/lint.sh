#!/bin/bash
# clang-tidy over the C++ sources (or the files named), two at a time. A file is looked at again only if it, a header that it
# includes, the rules or the compiler's flags have changed since it was last found clean on this machine.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
preset=${LINT_PRESET:-release}
stamps=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/token-guard/lint
mkdir -p "$stamps"
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files 'lib/*.cc' 'webhook/*.cc' 'rotator-job/*.cc'); fi

# "STAMP FILE" for each file that has no stamp yet.
unclean() {
  python3 - "$stamps" "$(clang-tidy --version | sha256sum)" "${files[@]}" <<'PYTHON'
import functools, hashlib, pathlib, re, sys
stamps, version, files = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
common = [".clang-tidy", *sorted(map(str, pathlib.Path("cmake").glob("*.cmake")))]

def place(module, user):
    """The folder of a module; both programs have one named "commands"."""
    own = pathlib.PurePath(user).parts[0]
    folders = [f"{own}/{module}", f"lib/{module}", f"webhook/{module}", f"rotator-job/{module}", module]
    return next((folder for folder in folders if pathlib.Path(folder).is_dir()), module)

@functools.cache
def text(path):
    return pathlib.Path(path).read_text()

def with_headers(path, seen):
    seen.add(path)
    for module, rest in re.findall(r'^#include "([\w-]+)/([^"]+)"', text(path), re.M):
        header = f"{place(module, path)}/{rest}"
        if header not in seen and pathlib.Path(header).exists():
            with_headers(header, seen)
    return seen

for file in files:
    inputs = [*common, *sorted(with_headers(file, set()))]
    stamp = hashlib.sha256("\0".join([version, file, *map(text, inputs)]).encode()).hexdigest()[:32]
    if not (stamps / stamp).exists():
        print(stamps / stamp, file)
PYTHON
}

check() {
  # Reversed operators: RapidJSON's iterators, in C++20, to clang alone.
  if output=$(clang-tidy --quiet -p "build/$3" --extra-arg=-Wthread-safety --extra-arg=-Wno-ambiguous-reversed-operator --extra-arg=-Wno-unknown-warning-option "$2" 2>/dev/null); then
    touch "$1"
  else
    printf '%s\n' "$output"
    return 1
  fi
}
export -f check
unclean | xargs -r -P2 -L1 bash -c 'check "$2" "$3" "$1"' _ "$preset"
