#!/bin/bash
# Runs every test, ring by ring (see below), and installs what it needs.
# usage: scripts/test.sh [--full] [RING...]     --full: what takes longer too; RING...: only these.
# Ends with a table of the rings and a line "N passed, N failed, N skipped"; exits with 1 if anything failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
before=(format lint build)
# The other rings run as two lanes, side by side: on clusters most of the time passes with waiting.
lanes=("unit golden chart component architecture sanitizers coverage faults" "control-plane node")
read -ra rings <<< "${before[*]} ${lanes[*]}"
# The other files of tests/cluster are the ring control-plane.
faults=(tests/cluster/test_{contract,faults,interference,other_tools,secrecy}.py)
node=(tests/cluster/test_{isolation,node,upgrade,attacks,keptn_chart,image,docs}.py)
wanted=()
for argument in "$@"; do
  case $argument in
    --full) export TOKEN_GUARD_FULL=1 ;;
    -h|--help) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
    *)
      printf '%s\n' "${rings[@]}" | grep -qx -- "$argument" || { echo "no ring '$argument'; there are: ${rings[*]}" >&2; exit 2; }
      wanted+=("$argument") ;;
  esac
done
if [ ${#wanted[@]} -eq 0 ]; then
  for ring in "${rings[@]}"; do
    [ "$ring" = coverage ] && [ -z "${TOKEN_GUARD_FULL:-}" ] || wanted+=("$ring")
  done
fi

needs() { # ring: the sets of packages that it needs (scripts/packages.sh)
  case $1 in
    format) echo format ;;
    lint) echo build lint ;;
    build | unit) echo build ;;
    golden | component | architecture | sanitizers) echo build tests ;;
    coverage) echo build tests coverage ;;
    chart | control-plane | faults) echo build tests cluster ;;
    node) echo build tests cluster node ;;
  esac
}
# shellcheck disable=SC2046  # Sets, to be split.
bash scripts/packages.sh $(for ring in "${wanted[@]}"; do needs "$ring"; done | tr ' ' '\n' | sort -u) || exit 1
results=$(mktemp -d)
second=
finish() {
  if [ -n "$second" ]; then kill -INT -- "-$second" 2>/dev/null; wait "$second"; fi
  rm -rf "$results"
}
trap finish EXIT
export CLICOLOR_FORCE=0 PYTHONDONTWRITEBYTECODE=1

build() {
  cmake --preset release > "$results/configure.log" || { cat "$results/configure.log"; return 1; }
  cmake --build --preset release 2>&1 | grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking)'
  return "${PIPESTATUS[0]}"
}
python_tests() { # ring path...: pytest, with a JUnit file to count from
  local ring=$1
  shift
  /usr/bin/python3 -m pytest -q -p no:cacheprovider -rs --durations=3 --basetemp="$results/$ring-files" \
    --junitxml="$results/$ring.xml" "$@"
}
run() {
  case $1 in
    format) bash scripts/format.sh --check ;;
    lint) cmake --preset release > "$results/configure.log" && bash scripts/lint.sh ;;
    build) build ;;
    unit) ctest --preset release -L unit -j2 --output-junit "$results/unit.xml" ;;
    golden) python_tests golden tests/golden ;;
    chart) python_tests chart tests/chart ;;
    component) python_tests component tests/component ;;
    architecture) python_tests architecture tests/architecture ;;
    sanitizers) nice bash tests/server_fuzz/run.sh && nice bash tests/component/threads.sh ;;  # The other lane has deadlines.
    coverage) bash scripts/coverage.sh ;;
    control-plane) mapfile -t files < <(printf '%s\n' tests/cluster/test_*.py | grep -vxFf <(printf '%s\n' "${faults[@]}" "${node[@]}"))
      python_tests control-plane "${files[@]}" ;;
    faults) python_tests faults "${faults[@]}" ;;
    node)
      if [ "$(id -u)" != 0 ]; then echo "skipped: the node ring needs root"; return 77; fi
      python_tests node "${node[@]}" ;;
  esac
}

one() { # ring: runs it and keeps its result and its seconds
  local begin=$SECONDS code
  echo "=== $1"
  run "$1" < /dev/null
  code=$?
  case $code in
    0) echo passed ;;
    77) echo skipped ;;
    *) echo FAILED ;;
  esac > "$results/$1.result"
  echo $((SECONDS - begin)) > "$results/$1.seconds"
  return $code
}
lane() { # ring...: those of them that are wanted, one after the other
  local ring
  for ring in "$@"; do
    if printf '%s\n' "${wanted[@]}" | grep -qx -- "$ring"; then one "$ring"; fi
  done
}
# What both lanes use is made once, before them.
prepare() {
  [[ " ${wanted[*]} " =~ \ (chart|control-plane|faults|node)\  ]] || return 0
  bash tests/cluster/build_kube.sh && bash tests/cluster/build_helm.sh && bash tests/cluster/build_go.sh api_service
}

built=1
for ring in "${before[@]}"; do
  lane "$ring" || [ "$ring" != build ] || built=0
done
if [ "$built" = 1 ]; then  # Without programs there is nothing to test.
  prepare > /dev/null
  set -m  # In a process group of its own, which finish() interrupts.
  # shellcheck disable=SC2086  # Rings, to be split.
  lane ${lanes[1]} > "$results/second-lane" 2>&1 &
  second=$!
  set +m
  # shellcheck disable=SC2086
  lane ${lanes[0]}
  tail -n +1 -f --pid=$second "$results/second-lane"
  second=
fi

echo
printf '%-14s %-8s %6s\n' ring result seconds
for ring in "${wanted[@]}"; do
  result=$(cat "$results/$ring.result" 2>/dev/null || echo "not run")
  printf '%-14s %-8s %6s\n' "$ring" "$result" "$(cat "$results/$ring.seconds" 2>/dev/null || echo -)"
done
printf '%-14s %-8s %6s\n' "all" "" "$SECONDS"
# Rings without a runner of their own (format, lint, build) count as one test each.
/usr/bin/python3 - "$results" <<'PYTHON'
import pathlib, sys, xml.etree.ElementTree as xml
passed = failed = skipped = 0
for path in pathlib.Path(sys.argv[1]).glob("*.xml"):
    for case in xml.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
for path in pathlib.Path(sys.argv[1]).glob("*.result"):
    if path.with_suffix(".xml").exists():
        continue
    word = path.read_text().strip()
    passed, failed, skipped = passed + (word == "passed"), failed + (word == "FAILED"), skipped + (word == "skipped")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
PYTHON
for ring in "${wanted[@]}"; do
  grep -qxE 'passed|skipped' "$results/$ring.result" 2>/dev/null || exit 1
done
