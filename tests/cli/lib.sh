# Shared by the tests of the command line: read with `.`. Counts what was checked and says what was not as expected.
: "${top_builddir:?run by make check}" "${top_srcdir:?}"
evmon=$top_builddir/evmon
work=$(mktemp -d "${TMPDIR:-/tmp}/evmon-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
HOME=$work XDG_CONFIG_HOME=$work/config XDG_CONFIG_DIRS=$work/system XDG_STATE_HOME=$work/state
export HOME XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_STATE_HOME
unset EVMON_CONFIG EVMON_TOKEN 2>/dev/null || :
failed=0
checked=0

# run ARGUMENT...: sets $out, $err (files) and $code. Standard input is empty unless given.
run() {
    "$evmon" "$@" >"$work/out" 2>"$work/err" </dev/null && code=0 || code=$?
}

# is WHAT EXPECTED ACTUAL
is() {
    checked=$((checked + 1))
    [ "$2" = "$3" ] && return 0
    failed=$((failed + 1))
    printf '%s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
}

# says WHAT TEXT: standard error holds the text
says() {
    checked=$((checked + 1))
    grep -qF -- "$2" "$work/err" && return 0
    failed=$((failed + 1))
    printf '%s\n  standard error does not say: %s\n' "$1" "$2"
    sed 's/^/  | /' "$work/err"
}

finish() {
    printf '%d checked, %d failed\n' "$checked" "$failed"
    [ "$failed" -eq 0 ]
}

# event ID TIME SEVERITY DESCRIPTION [TYPE]
event() {
    printf '{"id":%s,"timestamp":"%s","event_type":{"id":%s,"description":"x"},"event_severity":{"id":%s},' \
        "$1" "$2" "${5:-1}" "$3"
    printf '"event_source":{"id":0},"alert":false,"description":"%s","endpoint":{"id":7,"name":"pump-7"}}\n' "$4"
}
