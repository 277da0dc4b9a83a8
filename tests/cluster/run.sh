#!/usr/bin/env bash
# A study as a Slurm array job on this machine: one task is killed and submitted again, the parts are merged, and the rows must be those of a direct run.
# Starts munged, slurmctld and slurmd of its own in a temporary folder and stops them at the end. Needs the packages munge and slurm-wlm (Debian),
# which it installs when it may (root, apt-get). Exit code: 0 passed, 1 failed, 77 not run because Slurm is missing.
# Usage: tests/cluster/run.sh            ISOAPPROX='command' uses a tool that is already built.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
dir="$(mktemp -d)"
tasks=3
grid=(study collapse --models gaussian,sphere --points 24,32 --dimensions 3,4 --classes 2 --seeds 5)

fail() {
    echo "FAILED: $*" >&2
    tail -n 5 "$dir"/log/*.log >&2 || true
    exit 1
}

skip() {
    echo "SKIPPED: $*"
    exit 77
}

stop_daemons() {
    local name
    for name in slurmd slurmctld munged; do
        [ -s "$dir/$name.pid" ] && kill "$(cat "$dir/$name.pid")" 2>/dev/null
    done
    for _ in $(seq 100); do # they remove their pid files when they end
        compgen -G "$dir/*.pid" >/dev/null || break
        sleep 0.1
    done
    rm -rf "$dir"
}
trap stop_daemons EXIT

installed() { command -v munged && command -v slurmctld && command -v slurmd && command -v sbatch; }

require_slurm() {
    export PATH="$PATH:/usr/sbin:/sbin"
    installed >/dev/null && return
    if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive timeout 400 apt-get install -y -qq --no-install-recommends slurm-wlm munge >"$dir/apt.log" 2>&1 || true
    fi
    installed >/dev/null || skip "munge and slurm-wlm are not installed"
}

require_tool() {
    if [ -z "${ISOAPPROX:-}" ]; then
        dotnet build "$root/src/IsoApprox.Cli" -c Release -v q --nologo >"$dir/build.log" 2>&1 || fail "the tool does not build: $(tail -n 3 "$dir/build.log")"
        ISOAPPROX="dotnet $root/src/IsoApprox.Cli/bin/Release/net10.0/IsoApprox.Cli.dll"
    fi
    export ISOAPPROX
}

isoapprox() { $ISOAPPROX "$@"; }

start_daemons() {
    chmod 711 "$dir" # clients must reach the socket of munged, which refuses folders that others may write to
    mkdir -m 755 "$dir"/{munge,state,spool,log}
    (umask 077 && head -c 1024 /dev/urandom >"$dir/munge/key")
    munged --socket="$dir/munge/socket" --key-file="$dir/munge/key" --pid-file="$dir/munged.pid" --log-file="$dir/log/munged.log" \
        --seed-file="$dir/munge/seed" || fail "munged did not start"
    local port=$((20000 + RANDOM % 20000))
    sed -e "s|@DIR@|$dir|g; s|@USER@|$(id -un)|g; s|@CORES@|$(nproc)|g; s|@CONTROLLER_PORT@|$port|; s|@WORKER_PORT@|$((port + 1))|" \
        "$root/tests/cluster/slurm.conf.in" >"$dir/slurm.conf"
    export SLURM_CONF="$dir/slurm.conf"
    slurmctld -f "$SLURM_CONF" || fail "slurmctld did not start"
    slurmd -N localhost -f "$SLURM_CONF" || fail "slurmd did not start"
    wait_for "an idle node" 60 node_is_idle
}

wait_for() { # what, seconds, command
    local what="$1" end=$((SECONDS + $2))
    shift 2
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "waited in vain for $what"
        sleep 0.1
    done
}

node_is_idle() { [ "$(sinfo -h -o %T 2>/dev/null)" = idle ]; }
queue_is_empty() { [ -z "$(squeue -h -j "$1" 2>/dev/null)" ]; }
task_has_ended() { ! squeue -h -r -j "$1" -o "%i %T" 2>/dev/null | grep -q "^${1}_$2 "; }
has_rows() { [ -s "$1" ] && [ "$(wc -l <"$1")" -ge 2 ]; }

# Rows in a fixed order, without the time taken: what must be equal.
comparable() { cat "$@" | sed -E 's/"seconds":[-+.0-9eE]+/"seconds":0/' | LC_ALL=C sort; }

require_slurm
require_tool
start_daemons
cd "$dir"

echo "== array job of $tasks tasks"
isoapprox "${grid[@]}" --out study --slurm "$tasks" >job.sh
job="$(sbatch --parsable job.sh)"

echo "== task 1 is killed when it has finished some runs"
part="study/rows-1-of-$tasks.jsonl"
wait_for "rows of task 1" 120 has_rows "$part"
scancel --signal=KILL "${job}_1"
wait_for "the end of task 1" 60 task_has_ended "$job" 1
cp "$part" before.jsonl
wait_for "the end of the job" 600 queue_is_empty "$job"

echo "== task 1 is submitted again"
again="$(sbatch --parsable --array=1 job.sh)"
wait_for "the end of task 1" 600 queue_is_empty "$again"
finished="$(wc -l <before.jsonl)"
[ "$(wc -l <"$part")" -gt "$finished" ] || fail "task 1 had nothing left to do: it was killed too late, or it did not go on"
cmp <(head -n "$finished" "$part") <(head -n "$finished" before.jsonl) || fail "rows that were finished before are lost or computed again"
echo "   $finished runs were finished before, $(($(wc -l <"$part") - finished)) after"

echo "== merge, figures, comparison with a direct run"
isoapprox study merge study/rows-*-of-"$tasks".jsonl --out merged.jsonl --json >merge.json
isoapprox "${grid[@]}" --out study --json >figures.json
grep -q '"computed":0,' figures.json || fail "the parts are not the whole study"
[ -s study/index.html ] || fail "no figures"
isoapprox "${grid[@]}" --out direct --json >direct.json
comparable merged.jsonl >merged.txt
comparable direct/rows.jsonl >direct.txt
cmp merged.txt direct.txt || fail "rows of the array job differ from those of a direct run"
echo "PASSED: $(wc -l <merged.txt) rows of $tasks tasks equal those of a direct run"
