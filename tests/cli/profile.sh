#!/bin/sh
# --profile: by name and key, own before team, with its filter, window and columns; what is wrong with it is told, exit
# code 3.
. "$top_srcdir/tests/cli/lib.sh"

{
    event 1 2026-03-01T10:00:00Z 0 first
    event 2 2026-03-01T10:30:00Z 1 second
    event 3 2026-03-01T11:00:00Z 0 third 19
    event 4 2026-03-01T11:00:01Z 2 fourth
} >"$work/a.ndjson"
mkdir -p "$work/config/evmon/profiles.d" "$work/system/evmon/profiles.d"
cat >"$work/system/evmon/profiles.d/noc.conf" <<'END'
# The team's.
name = "NOC-EU"
key = 2
filter = 'sev>=warn'
columns = "id time sev:4 what"
END
cat >"$work/system/evmon/profiles.d/hour.conf" <<'END'
name = 'Last half hour'
window = 30m
END
cat >"$work/system/evmon/profiles.d/causes.conf" <<'END'
name = 'By cause'
group = cause
group_within = 1h
END

ids() {
    run print "$work/a.ndjson" --columns id --format tsv "$@"
    tr '\n' ' ' <"$work/out" | sed 's/ $//'
}
is 'by name' 'id 2 4' "$(ids --profile NOC-EU)"
is 'by name in any case' 'id 2 4' "$(ids -p noc-eu)"
is 'as one word' 'id 2 4' "$(ids -p alerts-and-warnings)"
is 'by key' 'id 2 4' "$(ids -p 2)"
is 'with a filter' 'id 4' "$(ids -p 2 --filter 'desc:fourth')"
is 'its window' 'id 3 4' "$(ids -p 'Last half hour')"
is 'since goes first' 'id 1 2 3 4' "$(ids -p 'Last half hour' --since 2h)"
is 'a shipped one' 'id 2 4' "$(ids -p 'Alerts and warnings')"
is 'the key of a shipped one' 'id 3' "$(ids -p 4)"
is 'everything' 'id 1 2 3 4' "$(ids -p 0)"
is 'grouping is for the screen: every event' 'id 1 2 3 4' "$(ids -p 'By cause')"
run print "$work/a.ndjson" -p NOC-EU --format text
is 'its columns where people read' '2 2026-03-01 10:30:00.000 warn second' "$(head -n 1 "$work/out" | tr -s ' ' | sed 's/ $//; s/^ //')"
run print "$work/a.ndjson" -p NOC-EU --format csv
is 'not where programs do' 'id,time,type,severity,alert,source,org,device,iccid,imsi,operator,cc,desc' "$(head -n 1 "$work/out")"
run print "$work/a.ndjson" -p NOC-EU -f 'desc:none'
is 'nothing matched' 1 "$code"
run stats "$work/a.ndjson" -p NOC-EU --by sev --format csv
is 'stats' 'critical,1 warn,1' "$(tail -n +2 "$work/out" | sort | tr '\n' ' ' | sed 's/ $//')"
run fleet "$work/a.ndjson" -p 1 --format csv
is 'fleet' 0 "$code"

echo "filter = 'op:Vodafone'" >"$work/config/evmon/profiles.d/NOC-EU.conf"
run print "$work/a.ndjson" -p NOC-EU
is 'an own one stands before' 1 "$code"
rm "$work/config/evmon/profiles.d/NOC-EU.conf"

run print "$work/a.ndjson" -p NOC-UE
is 'an unknown one' 3 "$code"
says 'the nearest' 'did you mean NOC-EU?'
printf 'key = 5\n\nfilter = "sev>=purple"\n' >"$work/config/evmon/profiles.d/bad.conf"
run print "$work/a.ndjson" -p bad
is 'a broken one' 3 "$code"
says 'file and line' "$work/config/evmon/profiles.d/bad.conf:3: "
says 'what would be right' 'info, warn, critical'
is 'told once' 1 "$(grep -c 'bad.conf' "$work/err")"
run print "$work/a.ndjson" -p NOC-EU
is 'another one goes on' 0 "$code"
says 'and says so' 'bad.conf:3: '
run print "$work/a.ndjson"
is 'nothing is read without --profile' '0 0' "$code $(wc -c <"$work/err" | tr -d ' ')"
head -c 300000 /dev/zero | tr '\0' '\n' >"$work/config/evmon/profiles.d/big.conf"
run print "$work/a.ndjson" -p big
is 'a large file' 3 "$code"
says 'its size' '256 KiB'
rm "$work/config/evmon/profiles.d/"*
for shell in bash zsh fish; do
    run completion $shell
    is "$shell completes the names" 1 "$(grep -c 'noc-eu.*pdp-rejects\|pdp-rejects.*noc-eu' "$work/out" | sed 's/^[1-9][0-9]*$/1/')"
done
finish
