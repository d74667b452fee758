#!/bin/sh
# The application token stays where it is needed (RELIABILITY.md P1): not in an argument, in an environment, in what is
# printed, in a log, in a core file; a token file that others may read is refused.
. "$top_srcdir/tests/cli/lib.sh"

token=lab-token-that-nobody-else-may-see
lab=$top_builddir/evmon-lab
mkfifo "$work/lab.in" "$work/lab.out"
"$lab" --with-parent --scenario calm --history 1m --rate 20 --no-limits --token "$token" \
    <"$work/lab.in" >"$work/lab.out" 2>/dev/null &
exec 7>"$work/lab.in" 8<"$work/lab.out" # the lab ends when 7 is closed
read -r _ _ url <&8

# hits FILE...: how many of them hold the token
hits() {
    cat "$@" 2>/dev/null | tr '\0' '\n' | grep -cF -- "$token"
}

# A helper that hands the token out and tells what it was given itself.
printf '%s\n' "$token" >"$work/kept"
cat >"$work/helper" <<EOF
#!/bin/sh
cat /proc/\$\$/environ /proc/\$\$/cmdline /proc/\$PPID/cmdline /proc/\$PPID/environ >"$work/seen" 2>/dev/null
grep -E '^Max core file size' /proc/\$\$/limits >"$work/core"
cat "$work/kept"
EOF
chmod 700 "$work/helper"

# 1 from the environment: taken out of it before anybody else can look
mkfifo "$work/events"
EVMON_TOKEN=$token "$evmon" print "emnify:$url" --follow --set "log.file=$work/log" --set log.level=debug \
    >"$work/events" 2>"$work/err" </dev/null &
pid=$!
exec 9<"$work/events"
read -r line <&9 # an event has come: the token has been used
is 'events come' 1 "$([ -n "$line" ] && echo 1)"
is 'the token in the arguments' 0 "$(hits "/proc/$pid/cmdline")"
is 'the token in the environment' 0 "$(hits "/proc/$pid/environ")"
is 'core files' '0 0' "$(awk '/^Max core file size/ { print $5, $6 }' "/proc/$pid/limits")"
kill "$pid"
{ printf '%s\n' "$line"; cat <&9; } >"$work/out"
wait "$pid" 2>/dev/null
is 'the token in what was printed' 0 "$(hits "$work/out" "$work/err")"
is 'the token in the log' 0 "$(hits "$work/log")"

# 2 from a command: its own environment and ours hold nothing
run print "emnify:$url" --limit 3 --set "api.token_command=$work/helper" --set "log.file=$work/log" --set log.level=debug
is 'a command gives the token' 0 "$code"
is 'the helper ran' 1 "$([ -s "$work/core" ] && echo 1)"
is 'the token in what the helper sees' 0 "$(hits "$work/seen")"
is 'the token in what was printed' 0 "$(hits "$work/out" "$work/err")"
is 'the token in the log' 0 "$(hits "$work/log")"
is 'core files of the helper' '0 0' "$(awk '{ print $5, $6 }' "$work/core")"

# 3 from a file: only when it is ours alone
chmod 644 "$work/kept"
run print "emnify:$url" --limit 1 --token-file "$work/kept"
is 'a file that others may read' 1 "$([ "$code" -ne 0 ] && echo 1)"
says 'what to do' "chmod 600"
is 'the token in what was printed' 0 "$(hits "$work/out" "$work/err")"
chmod 600 "$work/kept"
run print "emnify:$url" --limit 1 --token-file "$work/kept"
is 'a file of our own' 0 "$code"

exec 7>&- 8<&- 9<&-

# 4 memory: /proc/PID of a process that may not be dumped belongs to root, whoever runs it. Root looks through nobody's.
mkfifo "$work/dump.in" "$work/dump.out"
as=
[ "$(id -u)" -ne 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'
chmod 711 "$work" # nobody must see that there is no configuration

# owner PROGRAM ARGUMENT...: whose /proc/PID is, once the program has passed an event on
owner() {
    $as "$@" <"$work/dump.in" >"$work/dump.out" 2>/dev/null &
    pid=$!
    exec 5>"$work/dump.in" 6<"$work/dump.out"
    event 1 2026-03-01T10:00:00Z 0 one >&5
    read -r line <&6
    stat -c %u "/proc/$pid/environ"
    exec 5>&- 6<&-
    wait "$pid" 2>/dev/null
}
if grep -q '^#define EVMON_SANITIZED 1' "$top_builddir/build.h"; then
    echo 'the leak checker looks at the memory: not checked who may dump it'
elif $as test -r "$evmon" -a -x "$work" 2>/dev/null; then
    is 'who may look at another program' "$($as id -u)" "$(owner cat)"
    is 'who may look at our memory' 0 "$(owner "$evmon" print --follow -)"
else
    echo 'nobody cannot run the program here: not checked who may dump it'
fi
finish
