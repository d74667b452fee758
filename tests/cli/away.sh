#!/bin/sh
# A source that fails for a while is told on standard error at once, each reason once; without --follow the wait has an end.
. "$top_srcdir/tests/cli/lib.sh"

lab=$top_builddir/evmon-lab
mkfifo "$work/lab.in" "$work/lab.out" "$work/told"
"$lab" --with-parent --scenario calm --history 1m --token right <"$work/lab.in" >"$work/lab.out" 2>/dev/null &
exec 7>"$work/lab.in" 8<"$work/lab.out" # the lab ends when 7 is closed
read -r _ _ url <&8

# 1 followed: the reason is there while it waits (nobody listens on port 1)
EVMON_TOKEN=any "$evmon" print --follow 'emnify:http://127.0.0.1:1/api/v1' >/dev/null 2>"$work/told" </dev/null &
pid=$!
exec 9<"$work/told"
read -r line <&9
kill "$pid"
wait "$pid" 2>/dev/null
exec 9<&-
is 'which source, and when it is tried again' 1 \
    "$(printf '%s\n' "$line" | grep -c '^evmon: emnify 127.0.0.1[:0-9]*: authenticate: .*; next try in [0-9]*s$')"

# 2 read once with a wrong token: told at each try, and stopped before the login is locked
EVMON_TOKEN=wrong run print "emnify:$url"
is 'a wrong token' 4 "$code"
says 'a wrong token' 'one more try follows; next try in '
says 'a wrong token' 'refused the application token from EVMON_TOKEN twice'
is 'each reason once' 2 "$(wc -l <"$work/err" | tr -d ' ')"

# 3 the third refusal locks the login for five minutes, which nobody waits for unasked
EVMON_TOKEN=wrong run print "emnify:$url"
is 'a locked login' 4 "$code"
says 'a locked login' 'has locked this login for five minutes'
exec 7>&-
finish
