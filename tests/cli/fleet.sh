#!/bin/sh
# evmon fleet against the lab: what the events tell is what the devices and sessions really were.
. "$top_srcdir/tests/cli/lib.sh"

# truth NAME: device_id and that value of each line
truth() {
    sed -n "s/^.*\"device_id\":\([0-9]*\).*\"$1\":\"\{0,1\}\([^\",}]*\).*\$/\1	\2/p"
}

# A whole day of a large fleet, some 1.5 million events in 1.8 GB: three minutes, so .ci/run does it and a check does not:
#   FLEET_SPAN=24h FLEET_DEVICES=10000 FLEET_RATE=6 make check TESTS=tests/cli/fleet.sh
"$top_builddir/evmon-lab" --dump-span "${FLEET_SPAN:-4h}" --devices "${FLEET_DEVICES:-300}" ${FLEET_RATE:+--rate "$FLEET_RATE"} \
    --seed 11 --scenario shift --start 2026-03-02T00:00:00Z \
    --truth "$work/truth" >"$work/events"

grep '"state":' "$work/truth" | grep '"shelf":false' | grep -v '"cause_id":null' | truth state | sort >"$work/states"
run fleet --of device --format tsv "$work/events"
is 'exit code' 0 "$code"
is 'columns' 'device_id device org state since cause_id confidence operator country mccmnc rat sessions rx tx flaps last_alert' \
    "$(head -n 1 "$work/out" | tr '\t' ' ')"
cp "$work/out" "$work/devices"
sed 1d "$work/devices" | cut -f 1,4 | sort >"$work/derived"
wrong=$(comm -23 "$work/states" "$work/derived" | wc -l)
count=$(wc -l <"$work/states")
echo "states: $((count - wrong)) of $count devices agree"
is 'enough devices to judge by' yes "$([ "$count" -gt 200 ] && echo yes)"
is 'states agree for 99.9 %' yes "$([ $((wrong * 1000)) -le "$count" ] && echo yes)"

grep -v '"state":' "$work/truth" |
    sed 's/^{"session_id":"\([^"]*\)","device_id":\([0-9]*\),"start":\([^,]*\),"end":\([^,]*\),"duration":[^,]*,"rx":\([^,]*\),"tx":\([^,]*\),.*$/\2	\1	\3	\4	\5	\6/' |
    sed -E 's/"//g; s/null//g; s/(\.[0-9]*[1-9])0+(	|$)/\1\2/g; s/\.0+(	|$)/\1/g' | sort >"$work/sessions"
run fleet --of session --format tsv "$work/events"
is 'columns of sessions' 'device_id session_id start end duration rx tx operator rat ue_ip ended_by' \
    "$(head -n 1 "$work/out" | tr '\t' ' ')"
sed 1d "$work/out" | cut -f 1-4,6,7 | sort >"$work/ledger"
echo "sessions: $(wc -l <"$work/sessions") lived, $(wc -l <"$work/ledger") in the ledger"
is 'no session is told otherwise than it was' '' "$(comm -13 "$work/sessions" "$work/ledger" | head -n 4)"
# Of a session that was open all the time nothing may have been said.
comm -23 "$work/sessions" "$work/ledger" | cut -f 2 >"$work/untold"
is 'every session that an event names is known' '' "$(head -n 20 "$work/untold" | grep -F -m 4 -f - "$work/events")"
is 'nearly all are named' yes "$([ $(($(wc -l <"$work/untold") * 10000)) -le "$(wc -l <"$work/sessions")" ] && echo yes)"

run fleet --format tsv -f state:online "$work/events"
is 'a filter tests the state' online "$(sed 1d "$work/out" | cut -f 4 | sort -u)"
run fleet --of session --at 2020-01-01T00:00:00Z --format ndjson "$work/events"
is 'nothing was known before' 0 "$(wc -l <"$work/out" | tr -d ' ')"
for of in sim network org; do
    run fleet --of $of --format csv "$work/events"
    is "--of $of" '0 yes' "$code $([ "$(wc -l <"$work/out")" -gt 1 ] && echo yes)"
done
# A network's numbers are those of the events that a filter on it finds.
run fleet --of network --format tsv "$work/events"
is 'columns of networks' 'operator country mccmnc devices offline attached online blocked disabled suspended unknown attach refused sessions rejects ended purges alerts rx tx' \
    "$(head -n 1 "$work/out" | tr '\t' ' ')"
sed 1d "$work/out" | sort -t '	' -k 4nr | head -n 3 >"$work/networks"
while IFS='	' read -r op cc _ devices _ _ _ _ _ _ _ attach _ sessions rejects _ purges _; do
    run print --format ndjson -f "at.op=\"$op\" at.cc:$cc type:loc.*,pdp.*" "$work/events"
    cp "$work/out" "$work/there"
    found() {
        run print --format ndjson -f "$1" "$work/there"
        wc -l <"$work/out" | tr -d ' '
    }
    is "attaches at $op" "$attach" "$(found 'type:loc.update,loc.gprs not sev>=warn')"
    is "sessions at $op" "$sessions" "$(found type:pdp.create)"
    is "rejects at $op" "$rejects" "$(found type:pdp.reject)"
    is "purges at $op" "$purges" "$(found type:loc.purge,loc.gprs_purge)"
    is "devices at $op" "$devices" "$(cut -f 8,9 "$work/devices" | grep -cx "$op	$cc")"
done <"$work/networks"
is 'networks to judge by' 3 "$(wc -l <"$work/networks" | tr -d ' ')"

run fleet --of pump "$work/events"
is 'an unknown entity' 2 "$code"
finish
