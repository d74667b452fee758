#!/bin/sh
# Queries on the command line: print -f, filter --check and --explain, stats, completion, help and configuration.
. "$top_srcdir/tests/cli/lib.sh"

{
    event 1 2026-03-01T10:00:00Z 0 one
    event 2 2026-03-01T10:00:30Z 1 two 3
    event 3 2026-03-01T10:01:00Z 2 three
    event 4 2026-03-01T10:01:10Z 0 four
} >"$work/a.ndjson"

run print -f 'sev>=warn' --columns id --format tsv "$work/a.ndjson"
is 'filter' 'id 2 3' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print -f 'sev>=warn' -f 'id<3 or id>90' --columns id --format tsv "$work/a.ndjson"
is 'several are joined by and' 'id 2' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print -f 'last 15s' --columns id --format tsv "$work/a.ndjson"
is 'last counts back from the newest event' 'id 3 4' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print -f '!is:marked' --columns id --format tsv "$work/a.ndjson"
is 'a flag of the screen is false here' 'id 1 2 3 4' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
says 'that it is' 'is:marked is known to the screen only'
run print -f 'id=99' "$work/a.ndjson"
is 'nothing matched' 1 "$code"
run print -f 'sev>=purple' "$work/a.ndjson"
is 'a wrong query is usage' 2 "$code"
is 'three lines' 3 "$(wc -l <"$work/err" | tr -d ' ')"
says 'a caret' '^^^'

run filter --check 'sev>=warn'
is 'well-formed' '0 0' "$code $(wc -c <"$work/out" | tr -d ' ')"
run filter --check 'sev>='
is 'not well-formed' 1 "$code"
run filter 'sev>='
is 'a wrong query without --check is usage' 2 "$code"
run filter --explain 'sev>='
is 'a wrong query with --explain is usage' 2 "$code"
run filter --check 'imsi in @nothere'
is 'a missing list is a filter error' 1 "$code"
says 'the list' 'there is no list nothere'

# repeat N TEXT
repeat() { awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) printf "%s", text }'; }
for query in "$(repeat 201 '(')a$(repeat 201 ')')" "$(repeat 10100 'a ')a" "$(repeat 11000 'cc:de ')" "$(repeat 210 '!')a"; do
    run filter --check "$query"
    is 'past a cap' 2 "$code"
    is 'past a cap: three lines' 3 "$(wc -l <"$work/err" | tr -d ' ')"
done
run filter --check "$(repeat 199 '(')a$(repeat 199 ')')"
is 'within the depth' 0 "$code"

# The cut of long queries: 200 columns with the signs at the cuts, and the caret under the word.
for case in '0 201' '5 201' '30 202' '100 202'; do
    before=${case% *}
    run filter --check "$(repeat $before 'cc:de ')sevv:x $(repeat 90 'cc:at ')"
    is "cut, $before before" "${case#* }" "$(sed -n 2p "$work/err" | wc -m | awk '{print $1 - 1}')"
    column=$(sed -n 2p "$work/err" | sed 's/sevv.*//' | wc -m)
    is "the caret of a cut query, $before before" "$column" "$(sed -n 3p "$work/err" | sed 's/\^.*//' | wc -m)"
done
run filter --check 'op:"日本" sevv:x'
is 'wide characters' '            ^^^^' "$(sed -n 3p "$work/err")"

run filter --explain 'sev>=warn and type:pdp'
is 'explained' 0 "$code"
run filter
is 'a query is missing' 2 "$code"

run stats "$work/a.ndjson" --format csv
is 'stats by type' 'type,count
loc.update,3
pdp.reject,1' "$(cat "$work/out")"
{
    cat "$work/a.ndjson"
    event 5 2026-03-01T10:02:00Z 0 five 7001
    event 6 2026-03-01T10:02:01Z 0 six 7002
} >"$work/b.ndjson"
run stats "$work/b.ndjson" -f 'id>4' --format csv
is 'types that are not listed are told apart' 'type,count
type.7001,1
type.7002,1' "$(cat "$work/out")"
run print "$work/b.ndjson" -f 'type:type.7002' --columns id,type --format csv
is 'the slug of a type that is not listed' 'id,type
6,type.7002' "$(cat "$work/out")"
run print "$work/a.ndjson" --columns id,state,dt --format csv
is 'columns that the fleet derives' "$(printf '%s\n' id,state,dt 1,attached, 2,attached,30 3,attached,30 4,attached,10)" "$(cat "$work/out")"
run stats "$work/a.ndjson" --by state --format csv
is 'groups that the fleet derives' "$(printf '%s\n' state,count attached,4)" "$(cat "$work/out")"
run stats "$work/a.ndjson" --by severity --format json
is 'stats by severity' '[
{"severity":"info","count":2},
{"severity":"critical","count":1},
{"severity":"warn","count":1}
]' "$(cat "$work/out")"
run stats "$work/a.ndjson" --bucket 1m --distinct type --sum id --format csv
is 'buckets' 'bucket,count,sum,distinct
2026-03-01T10:00:00.000Z,2,3,2
2026-03-01T10:01:00.000Z,2,7,1' "$(cat "$work/out")"
run stats "$work/a.ndjson" --by type --top 1 --format tsv
is 'top' "$(printf 'type\tcount\nloc.update\t3')" "$(cat "$work/out")"
run stats "$work/a.ndjson" -f id=99
is 'nothing to count' 1 "$code"
run stats "$work/a.ndjson" --sum desc
is 'no amounts' 2 "$code"

for shell in bash zsh fish; do
    run completion $shell
    is "completion for $shell" 0 "$code"
    is "options for $shell" 1 "$(grep -c columns "$work/out" | sed 's/[1-9].*/1/')"
done
run completion bash
if command -v bash >/dev/null; then
    is 'bash reads it' 'print' "$(bash -c ". $work/out; COMP_WORDS=(evmon pri) COMP_CWORD=1; _evmon; echo \${COMPREPLY[0]}")"
    is 'bash completes formats' 'markdown' \
        "$(bash -c ". $work/out; COMP_WORDS=(evmon print --format ma) COMP_CWORD=3; _evmon; echo \${COMPREPLY[0]}")"
fi
run completion tcsh
is 'an unknown shell' 2 "$code"

for program in '' demo print stats filter completion; do
    run $program --help
    is "help of evmon $program" 0 "$code"
    is "help of evmon $program fits a screen" yes "$([ "$(wc -l <"$work/out")" -le 50 ] && echo yes || echo no)"
done
run --version
is 'version' 'evmon' "$(cut -d' ' -f1 "$work/out")"

# Configuration: read, overridden, wrong.
mkdir -p "$work/config/evmon" "$work/system/evmon"
printf 'screen { tz = UTC }\nsource one { spec = "%s/a.ndjson" }\n' "$work" >"$work/config/evmon/evmon.conf"
run print --columns id --format tsv
is 'sources of the configuration' 'id 1 2 3 4' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
printf 'screen {\n  fps = 500\n}\n' >"$work/config/evmon/evmon.conf"
run print "$work/a.ndjson"
is 'a wrong value' 3 "$code"
says 'its place' 'evmon.conf:2:'
# Causes: own patterns go first, and what none knows is listed by its sentence.
{
    event 1 2026-08-22T09:00:00Z 1 'Rejected, because APN m2m1 is not allowed.' 3
    event 2 2026-08-22T09:00:01Z 1 'Rejected, because APN m2m2 is not allowed.' 3
    event 3 2026-08-22T09:00:02Z 1 'Rejected, because endpoint has no quota.' 3
    event 4 2026-08-22T09:00:03Z 0 'SIM is suspended.' 9
} >"$work/causes.ndjson"
: >"$work/config/evmon/evmon.conf"
run stats "$work/causes.ndjson" --by cause.text -f cause:other --format tsv
is 'sentences without a code' 'Rejected, because APN # is not allowed.	2' "$(sed 1d "$work/out")"
cat >"$work/config/evmon/evmon.conf" <<'EOF'
cause apn { pattern = "APN m2m1" }
cause no_contract { pattern = { "no quota", "no contract" } types = { pdp.reject } }
cause parked { pattern = "suspended" types = { sim.suspend } }
EOF
run stats "$work/causes.ndjson" --by cause --format csv
is 'own codes' 'apn,1 no_contract,1 other,1 parked,1' "$(sed 1d "$work/out" | sort | tr '\n' ' ' | sed 's/ $//')"
run print "$work/causes.ndjson" -f 'cause:no_*' --format tsv --columns id,cause
is 'a filter on them' '3	no_contract' "$(sed 1d "$work/out")"
run fleet "$work/causes.ndjson" -f cause:parked --format tsv
is 'devices whose newest event has one' 1 "$(sed 1d "$work/out" | wc -l | tr -d ' ')"
printf 'cause apn {\n  types = { pdp.nothing }\n}\n' >"$work/config/evmon/evmon.conf"
run stats "$work/causes.ndjson"
is 'a wrong type' 3 "$code"
says 'its place' 'evmon.conf:2: pdp.nothing'
printf 'api { url = "https://h/${HOME}" }\n' >"$work/system/evmon/evmon.conf"
: >"$work/config/evmon/evmon.conf"
run print "$work/a.ndjson"
is 'the environment in a shared file' 3 "$code"
run print -c "$work/missing.conf" "$work/a.ndjson"
is 'a configuration that is not there' 3 "$code"

finish
