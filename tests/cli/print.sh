#!/bin/sh
# evmon print: order, formats, limits, duplicates, bad events, streams that end early.
. "$top_srcdir/tests/cli/lib.sh"

{
    event 3 2026-03-01T10:00:02Z 1 'third, "quoted"' 3
    event 1 2026-03-01T10:00:00Z 0 first
    event 2 2026-03-01T10:00:00.500Z 0 second
    event 1 2026-03-01T10:00:00Z 0 first
} | sed 's/third, "quoted"/third, \\"quoted\\"/' >"$work/a.ndjson"
event 4 2026-03-01T10:00:01Z 2 fourth >"$work/b.ndjson"

run print "$work/a.ndjson" "$work/b.ndjson" --columns id --format tsv
is 'by time then id, over files, each id once' 'id 1 2 4 3' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
is 'exit code' 0 "$code"
run print "$work/a.ndjson" "$work/b.ndjson" --columns id --format tsv -n 2
is 'the newest' 'id 4 3' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print "$work/a.ndjson" --columns id --format tsv --reverse
is 'reverse' 'id 3 2 1' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print "$work/a.ndjson" -n 0
is 'none asked for' '1 0' "$code $(wc -c <"$work/out" | tr -d ' ')"

run --tz UTC print "$work/b.ndjson"
is 'a command behind options is told from a file' 2 "$code"
says 'and how it is called' 'there is no file print; a command stands first: evmon print'

run print "$work/b.ndjson"
is 'ndjson in a pipe: the bytes as received' "$(cat "$work/b.ndjson")" "$(cat "$work/out")"
printf '[\n  {"id": 9,\r\n   "timestamp": "2026-03-01T00:00:00Z", "description": "a  b"}\n]\n' >"$work/pretty.json"
run print "$work/pretty.json"
is 'a document over several lines becomes one' '{"id":9,"timestamp":"2026-03-01T00:00:00Z","description":"a  b"}' "$(cat "$work/out")"

run print --format csv --columns id,time,type,severity,alert,source,device,cc,desc "$work/a.ndjson" -n 1
is 'csv' 'id,time,type,severity,alert,source,device,cc,desc
3,2026-03-01T10:00:02.000Z,pdp.reject,warn,false,network,pump-7,,"third, ""quoted"""' "$(cat "$work/out")"
run print --format json --columns id,severity,cc "$work/b.ndjson"
is 'json' '[
{"id":4,"severity":"critical","cc":null}
]' "$(cat "$work/out")"
run print --format markdown --columns id,raw.endpoint.name "$work/b.ndjson"
is 'markdown' '| id | raw.endpoint.name |
| --- | --- |
| 4 | pump-7 |' "$(cat "$work/out")"
run print --format csv "$work/b.ndjson"
is 'the default columns' 'id,time,type,severity,alert,source,org,device,iccid,imsi,operator,cc,desc' "$(head -n 1 "$work/out")"

# No control byte passes a text format, and a cell is one line.
printf '{"id":5,"timestamp":"2026-03-01T10:00:03Z","description":"a\\u001b[2Jb\\tc\\nd\\u202ee"}\n' >"$work/evil.ndjson"
for format in text csv tsv markdown; do
    run print --format $format --columns id,desc "$work/evil.ndjson"
    is "no control byte in $format" 0 "$(tr -d '\n\t' <"$work/out" | LC_ALL=C tr -dc '\001-\037\177' | wc -c | tr -d ' ')"
    is "one line in $format" 1 "$(grep -c '2Jb c d\(<\|&lt;\)202e>e' "$work/out")"
done

# Ids that no number holds: every digit as it came, in every format that has room for a text.
{
    printf '{"id":12345678901234567890}\n{"id":-7}\n{"id":1e400}\n{"id":007}\n{"id":9007199254740993}\n'
    printf '{"id":1234567890123456789012345678901234567890123456789012345678901234567890123}\n'
} >"$work/ids.ndjson"
run print "$work/ids.ndjson" --columns raw.id --format tsv
is 'ids as they came' '-7 007 12345678901234567890 1234567890123456789012345678901234567890123456789012345678901234567890123 1e400 9007199254740993' \
    "$(tail -n +2 "$work/out" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
run print "$work/ids.ndjson"
is 'and in the bytes' "$(sort "$work/ids.ndjson")" "$(sort "$work/out")"
run print "$work/ids.ndjson" --columns id --format csv
is 'ids as texts' "'-7 12345678901234567890 1234567890123456789012345678901234567890123456789012345678901234567890123 1e400 7 9007199254740993" \
    "$(tail -n +2 "$work/out" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
{
    printf '{"id":12345678901234567891,"timestamp":"2026-03-01T10:00:00Z","endpoint":{"id":98765432109876543210}}\n'
    printf '{"id":"12345678901234567890","timestamp":"2026-03-01T10:00:00Z","sim":{"id":"18446744073709551616"}}\n'
    printf '{"id":9223372036854775807,"timestamp":"2026-03-01T10:00:00Z","user":{"id":20000000000000000000}}\n'
    printf '{"id":12345678901234567891,"timestamp":"2026-03-01T10:00:00Z","endpoint":{"id":98765432109876543210}}\n'
} >"$work/long.ndjson"
run print "$work/long.ndjson" --columns id,dev.id,sim.id,user.id --format json
is 'twenty digits: in their order, once, as texts' '[ {"id":9223372036854775807,"dev.id":null,"sim.id":null,"user.id":"20000000000000000000"}, {"id":"12345678901234567890","dev.id":null,"sim.id":"18446744073709551616","user.id":null}, {"id":"12345678901234567891","dev.id":"98765432109876543210","sim.id":null,"user.id":null} ]' \
    "$(tr '\n' ' ' <"$work/out" | sed 's/ *$//')"
run print "$work/long.ndjson" --columns id --format text
is 'as text for people' '9223372036854775807 12345678901234567890 12345678901234567891' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print "$work/long.ndjson" --columns id --format tsv --filter 'raw.id=12345678901234567890'
is 'found by every digit' 'id 12345678901234567890' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print "$work/long.ndjson" --filter 'id:12345678901234567890'
is 'too long for the column' 2 "$code"
says 'too long for the column' 'raw.id takes longer ones'
# A key that comes twice: the first is shown, found, and extracted from the bytes.
printf '{"id":6,"description":"early","description":"late"}\n' >"$work/twice.ndjson"
run print "$work/twice.ndjson" --columns desc,raw.description --format tsv --filter 'raw.description=early'
is 'the first of two keys' 'early	early' "$(tail -n 1 "$work/out")"

# since, until, now: finished files count back from their newest event.
run print --columns id --format tsv --since 1s "$work/a.ndjson" "$work/b.ndjson"
is 'since' 'id 4 3' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print --columns id --format tsv --until 2026-03-01T10:00:01Z "$work/a.ndjson" "$work/b.ndjson"
is 'until' 'id 1 2' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
run print --since 1h --now 2027-01-01T00:00:00Z "$work/a.ndjson"
is 'now' 1 "$code"
run print --since never "$work/a.ndjson"
is 'a wrong time is usage' 2 "$code"

# Bad events.
{
    event 1 2026-03-01T10:00:00Z 0 one
    printf '{"id":2,"description":nonsense}\n'
    event 3 2026-03-01T10:00:00Z 0 three
    printf '{"id":4,"descr'
} >"$work/bad.ndjson"
run print --columns id --format tsv --bad "$work/bad.out" "$work/bad.ndjson"
is 'neighbours of bad events' 'id 1 3' "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
is 'bad events alone are no error' 0 "$code"
says 'where' 'bad.ndjson: line 2'
says 'how many' '2 texts could not be read'
is 'kept' 2 "$(wc -l <"$work/bad.out" | tr -d ' ')"
is 'with its place' 1 "$(grep -c '"source":".*bad.ndjson","offset":[0-9]*,"reason":".*","raw":"{\\"id\\":2,' "$work/bad.out")"
run print --strict "$work/bad.ndjson"
is 'strict' 4 "$code"

# Usage and sources.
run print "$work/missing.ndjson"
is 'cannot be opened' 4 "$code"
says 'cannot be opened' 'missing.ndjson'
run print --format xml "$work/a.ndjson"
is 'unknown format' 2 "$code"
run print --columns id,nonsense "$work/a.ndjson"
is 'unknown column' 2 "$code"
run print --set nonsense=1 "$work/a.ndjson"
is 'unknown option' 2 "$code"
run print
is 'no source' 2 "$code"
run "$work/a.ndjson"
is 'no terminal' 2 "$code"
says 'no terminal' 'evmon print'

# Standard input, also unnamed; gzip; a reader that goes away.
is 'a pipe' 4 "$("$evmon" print --columns id --format tsv <"$work/b.ndjson" | tail -n 1)"
is 'a dash' 4 "$(cat "$work/b.ndjson" | "$evmon" print --columns id --format tsv - | tail -n 1)"
gzip -c "$work/b.ndjson" >"$work/b.gz"
run print "$work/b.gz"
is 'gzip' "$(cat "$work/b.ndjson")" "$(cat "$work/out")"
i=0
while [ $i -lt 3000 ]; do
    event $((i + 100)) 2026-03-01T11:00:00Z 0 "a sentence that makes the output longer than a pipe takes at once"
    i=$((i + 1))
done >"$work/many.ndjson"
{ "$evmon" print "$work/many.ndjson" 2>"$work/err"; echo $? >"$work/code"; } | head -n 1 >/dev/null
is 'a reader that goes away' 141 "$(cat "$work/code")"
is 'and quietly' 0 "$(wc -c <"$work/err" | tr -d ' ')"

# Files that are followed: what is written later comes, -n ends it.
event 1 2026-03-01T10:00:00Z 0 one >"$work/grow.ndjson"
"$evmon" print --follow -n 3 --columns id --format tsv "$work/grow.ndjson" >"$work/follow.out" 2>"$work/err" &
follower=$!
until grep -q '^1$' "$work/follow.out"; do kill -0 $follower || break; done
event 2 2026-03-01T10:00:01Z 0 two >>"$work/grow.ndjson"
until grep -q '^2$' "$work/follow.out"; do kill -0 $follower || break; done
event 3 2026-03-01T10:00:02Z 0 three >>"$work/grow.ndjson"
wait $follower
is 'follow ends by itself' 0 $?
is 'follow' 'id 1 2 3' "$(tr '\n' ' ' <"$work/follow.out" | sed 's/ $//')"

finish
