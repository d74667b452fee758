#!/bin/sh
# The worked examples of evmon-filter(7), read out of the page as it is built: each keeps as many events as it says.
. "$top_srcdir/tests/cli/lib.sh"

page=$top_builddir/doc/evmon-filter.7
events=$top_srcdir/tests/data/every-type.ndjson
mkdir -p "$XDG_CONFIG_HOME/evmon/lists.d"
printf '9014300055002*\n' >"$XDG_CONFIG_HOME/evmon/lists.d/pilots"

# hits<tab>query, without what roff needs
sed -n '/^\.SH EXAMPLES/,$p' "$page" |
    sed -n '/^\\fB/{s/^\\fB//;s/\\fR$//;h;n;s/^(\([0-9]*\))$/\1/;G;s/\n/	/;p;}' |
    sed 's/\\-/-/g;s/\\(ti/~/g;s/\\(ha/^/g;s/\\(aq/'\''/g;s/\\(ga/`/g;s/\\e/\\/g' >"$work/examples"

while IFS='	' read -r hits query; do
    run print -f "$query" --columns id --format tsv "$events"
    is "$query" "$hits" "$(sed 1d "$work/out" | wc -l | tr -d ' ')"
    is "$query: nothing to say" '' "$(cat "$work/err")"
    run filter "$query"
    cp "$work/out" "$work/once"
    run filter "$(cat "$work/once")"
    is "$query: canonical" "$(cat "$work/once")" "$(cat "$work/out")"
done <"$work/examples"
is 'the events that the page speaks of' "$(wc -l <"$events" | tr -d ' ')" \
    "$(sed -n 's/^In parentheses: how many of the \([0-9]*\) events.*/\1/p' "$page")"
is 'forty examples or more' yes "$([ "$(wc -l <"$work/examples")" -ge 40 ] && echo yes)"
finish
