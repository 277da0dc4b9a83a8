#!/usr/bin/env bash
# The native program beside `dotnet`, in one run: sizes, then seconds, medians of 7 runs taken in turn: wall clock and processor time.
#   bash tests/native/compare.sh [another native program ...]     programs built otherwise are measured beside them
# Both must be built: dotnet build src/IsoApprox.Cli -c Release, and the publish command of docs/native.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=7
native="$(echo artifacts/native/publish/IsoApprox.Cli/release_*/isoapprox)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

# 72 x 128: 18 classes of 4, Gaussian noise and means half as large; the same numbers everywhere.
awk 'BEGIN {
    srand(1)
    for (c = 0; c < 18; c++) {
        for (k = 0; k < 128; k++) mean[k] = 0.5 * normal()
        for (i = 0; i < 4; i++) {
            for (k = 0; k < 128; k++) printf "%.17g,", mean[k] + normal()
            print "c" c
        }
    }
}
function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand()) }' >"$folder/points.csv"
sed -i "1i $(seq -s, 0 127 | sed 's/[0-9]*/x&/g'),label" "$folder/points.csv"

measure=(measure notebooks/data/iris.csv --label-column species --quiet)
nearest=(nearest "$folder/points.csv" --threads 2 --quiet)
programs=("dotnet src/IsoApprox.Cli/bin/Release/net10.0/IsoApprox.Cli.dll" "$native" "$@")

TIMEFORMAT='%R %U %S'

# Wall-clock and processor seconds of one run; its result goes nowhere.
seconds() {
    { time "$@" >/dev/null; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

# The middle one of the numbers in a column of a file.
median() {
    cut -d ' ' -f "$1" "$2" | sort -g | sed -n "$((runs / 2 + 1))p"
}

compare() {
    local name="$1" program k
    shift
    rm -f "$folder"/times.*
    for ((k = 0; k < runs; k++)); do
        for program in "${!programs[@]}"; do
            seconds ${programs[program]} "$@" >>"$folder/times.$program"
        done
    done
    for program in "${!programs[@]}"; do
        printf '%-17s %7s s %7s s  %s\n' "$name" "$(median 1 "$folder/times.$program")" "$(median 2 "$folder/times.$program")" "${programs[program]}"
    done
}

wc -c "$native" "$@" | sed '/total/d'
compare info info
compare "measure iris" "${measure[@]}"
compare "nearest 72 x 128" "${nearest[@]}"

# The same answers, to the byte.
for program in "${!programs[@]}"; do
    ${programs[program]} "${measure[@]}" >"$folder/measured.$program"
    cmp "$folder/measured.0" "$folder/measured.$program"
done
echo "measure: equal output"
