#!/bin/sh
# run.sh SECONDS TARGET...: fuzzes each target for that long, two at a time, each from a copy of its corpus.
# A finding is named with the file that shows it. Seeds are fixed by the targets' order, so a run can be repeated.

set -eu
seconds=$1
shift
corpora=${top_srcdir:-.}/tests/fuzz/corpus
status=0

if [ $# -eq 0 ]; then
    echo 'fuzz: no targets: none is listed in FUZZ_TARGETS' >&2
    exit 1
fi

fuzz() { # fuzz SEED TARGET
    name=${2##*/fuzz_}
    room=tests/fuzz/found/$name
    rm -rf "$room"
    mkdir -p "$room/corpus"
    if [ -d "$corpora/$name" ]; then
        cp -R "$corpora/$name/." "$room/corpus/"
        chmod -R u+w "$room/corpus"
    fi
    dictionary=
    if [ -e "$corpora/../$name.dict" ]; then
        dictionary=-dict=$corpora/../$name.dict
    fi
    # shellcheck disable=SC2086 # one option or none
    if "$2" -max_total_time="$seconds" -seed="$1" -rss_limit_mb=1024 -timeout=10 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$room/" $dictionary "$room/corpus" >"$room/log" 2>&1; then
        echo "fuzz: $name: $(awk '/number_of_executed_units/ { print $2 }' "$room/log") inputs, seed $1, nothing found"
    else
        tail -n 40 "$room/log" >&2
        echo "fuzz: $name: ERROR: found something, the input and the log are in $room" >&2
        return 1
    fi
}

seed=1
while [ $# -gt 0 ]; do
    fuzz "$seed" "$1" &
    first=$!
    second=
    if [ $# -gt 1 ]; then
        fuzz $((seed + 1)) "$2" &
        second=$!
        shift
    fi
    shift
    seed=$((seed + 2))
    wait "$first" || status=1
    [ -z "$second" ] || wait "$second" || status=1
done
exit "$status"
