#!/bin/bash
# Prints the line coverage of each module by the unit, golden and component tests, and fails if a module has less than 90 %
# and the first table of docs/coverage.md does not name it.
# usage: scripts/coverage.sh [FILE...]     FILE: prints the lines of it that no test reaches
set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/build/coverage
if [ $# -eq 0 ]; then
  cmake --preset coverage > /dev/null
  cmake --build --preset coverage > "$build/build.log" || { cat "$build/build.log"; exit 1; }
  find "$build" -name '*.gcda' -delete
  ctest --preset coverage -L unit -j2 > "$build/unit.log" || { tail -40 "$build/unit.log"; exit 1; }
  TOKEN_GUARD_PROGRAMS=build/coverage/bin /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/golden tests/component \
    > "$build/component.log" || { tail -40 "$build/component.log"; exit 1; }
  gcovr -j2 --gcov-ignore-parse-errors --root . --filter lib/ --filter webhook/ --filter rotator-job/ \
    --json "$build/coverage.json" "$build" > "$build/gcovr.log" 2>&1 || { tail -20 "$build/gcovr.log"; exit 1; }
fi
exec /usr/bin/python3 - "$build/coverage.json" "$@" <<'PYTHON'
import collections, json, os, pathlib, sys
wanted, least = sys.argv[2:], 90
documented = pathlib.Path("docs/coverage.md").read_text().partition("\nMeasured on")[0]
counts, low = collections.defaultdict(lambda: [0, 0]), []
files = collections.defaultdict(lambda: collections.defaultdict(int))
for file in json.load(open(sys.argv[1]))["files"]:
    # A header is listed once for each path through build/coverage/roots, a template's line once for each instance.
    reached = files[os.path.relpath(os.path.realpath(file["file"]))]
    for line in file["lines"]:
        if not line.get("gcovr/noncode"):
            reached[line["line_number"]] += line["count"]
for file, reached in files.items():
    if file in wanted:
        print(file, *(number for number, count in sorted(reached.items()) if not count))
    module = counts[str(pathlib.PurePath(file).parent)]
    module[0] += sum(1 for count in reached.values() if count)
    module[1] += len(reached)
if wanted:
    sys.exit()
print(f"{'module':28} {'lines':>6} {'reached':>8}")
for module, (hit, lines) in sorted(counts.items()):
    percent = 100 * hit / lines if lines else 100
    print(f"{module:28} {lines:6} {percent:6.1f} %")
    if percent < least and f"| `{module}` |" not in documented:
        low.append(module)
if low:
    sys.exit(f"less than {least} %, and docs/coverage.md does not say why: {', '.join(low)}")
PYTHON
