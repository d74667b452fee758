#!/bin/bash
# make bench: evmon beside lnav, less and jq on one corpus, in one run. Prints a markdown table of ratios and writes it
# to the file named by --out. Only ratios of one run mean anything: the machine may be busy.
set -u -o pipefail
bin=. out= big=1000000 small=100000 seconds=6
while [ $# -gt 0 ]; do
	case $1 in
	--bin) bin=$2; shift ;;
	--out) out=$2; shift ;;
	--events) big=$2; shift ;;
	--seconds) seconds=$2; shift ;;
	*) echo "usage: bench.sh --bin BUILD_DIR [--out FILE] [--events N] [--seconds S]" >&2; exit 2 ;;
	esac
	shift
done
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$bin" && pwd)
evmon=$bin/evmon lab=$bin/evmon-lab probe=$bin/tests/bench/ptyprobe
for program in lnav less jq; do
	command -v $program >/dev/null || { echo "bench: $program is missing; ./bootstrap bench installs it" >&2; exit 1; }
done
work=$(mktemp -d "${TMPDIR:-/tmp}/evmon-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export HOME=$work/home LC_ALL=C.UTF-8 LESS=
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME LESSOPEN
mkdir -p "$HOME"
lnav -i "$here/lnav_format.json" >/dev/null 2>&1

echo "bench: making $big events ..." >&2
"$lab" --dump "$big" --seed 1 --devices 5000 >"$work/big.ndjson" || exit 1
head -n "$small" "$work/big.ndjson" >"$work/small.ndjson"
head -n 1000 "$work/big.ndjson" >"$work/1k.ndjson"
tail -n +1001 "$work/big.ndjson" >"$work/rest.ndjson"

# value NAME: takes the number behind NAME out of the probe's lines.
value() { awk -v n="$1" '$1 == n {print $2}'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || b == "" || b + 0 == 0) print "-"; else printf "%.2f", a / b }'; }
report() { printf '%s\n' "$*" | tee -a "$work/report"; }

measure() { # NAME CMD...: median of three walls, the largest memory, lines
	local name=$1 best= i
	shift
	for i in 1 2 3; do "$probe" run -- "$@" >"$work/run.$i"; done
	best=$(for i in 1 2 3; do value wall_s <"$work/run.$i"; done | sort -n | sed -n 2p)
	rss=$(value rss_kib <"$work/run.3")
	lines=$(value lines <"$work/run.3")
	report "| $name | $best s | $((rss / 1024)) MiB | $lines |"
	last=$best
}

report "# Benchmarks"
report
report "Made by \`make bench\` on $(date -u +%Y-%m-%d), $(uname -sr), $(nproc) cores ($(awk -F: '/model name/ {print $2; exit}' /proc/cpuinfo | sed 's/^ *//')), load $(cut -d' ' -f1 /proc/loadavg)."
report "The corpus is \`evmon-lab --dump $big --seed 1 --devices 5000\`, $(($(stat -c %s "$work/big.ndjson") / 1000000)) MB. lnav $(lnav -V | awk '{print $2}'), less $(less -V | awk 'NR==1 {print $2}'), jq $(jq --version)."
report "Compare within this page only: single times move with the machine, ratios much less."
report
report "## Without a screen"
report
report "| work | wall, median of 3 | memory | lines out |"
report "|---|---|---|---|"
measure "\`wc -l\`, $big events" wc -l "$work/big.ndjson"
measure "lnav -n: load, count" lnav -n -c ';select count(*) from fleet_event' "$work/big.ndjson"
lnav_load=$last
measure "evmon: load all, print one" "$evmon" print -n 1 "$work/big.ndjson"
evmon_load=$last evmon_rss=$rss
measure "lnav -n: load, count, $small events" lnav -n -c ';select count(*) from fleet_event' "$work/small.ndjson"
lnav_small=$last
measure "evmon: load, print one, $small events" "$evmon" print -n 1 "$work/small.ndjson"
evmon_small=$last evmon_small_rss=$rss
measure "jq: select alerts" jq -c 'select(.alert == true)' "$work/small.ndjson"
jq_time=$last
measure "grep -c: alerts" grep -c '"alert":true' "$work/small.ndjson"
if "$evmon" print --help 2>/dev/null | grep -q -- --filter; then
	measure "evmon print --filter alert:true" "$evmon" print --format ndjson --filter alert:true "$work/small.ndjson"
	evmon_filter=$last
	measure "lnav -n: filter by a substring, $big events" lnav -n -c ':filter-in rejected' "$work/big.ndjson"
	lnav_filter=$last
	measure "evmon print --filter rejected, $big events" "$evmon" print --format ndjson --filter rejected "$work/big.ndjson"
	evmon_filter_big=$last
fi

screens() { # the terminal programs and how each is told to load and to follow
	names=(evmon lnav less)
	loads=("$evmon FILE" "lnav FILE" "less -S FILE")
	tails=("$evmon --follow FILE" "lnav FILE" "less -S +F FILE")
	ready=("FOLLOW" "" "")
}
screens

report
report "## On a screen of 100x30"
report
report "| program | first byte | ready, $small events | bytes to draw it | key j p95 | bytes | PageDown p95 | bytes | End p95 |"
report "|---|---|---|---|---|---|---|---|---|"
for i in 0 1 2; do
	command=${loads[i]//FILE/$work/small.ndjson}
	want=()
	[ -n "${ready[i]}" ] && want=(--ready "${ready[i]}")
	# shellcheck disable=SC2086
	"$probe" start ${want[@]+"${want[@]}"} -- $command >"$work/start" || continue
	row="| ${names[i]} | $(value first_byte_ms <"$work/start") ms | $(value ready_ms <"$work/start") ms | $(value bytes <"$work/start")"
	for key in j $'\e[6~' $'\e[F'; do
		# shellcheck disable=SC2086
		"$probe" keys ${want[@]+"${want[@]}"} --key "$key" -- $command >"$work/keys" || break
		row="$row | $(value settled_ms_p95 <"$work/keys") ms"
		[ "$key" = $'\e[F' ] || row="$row | $(value bytes_per_key <"$work/keys")"
	done
	report "$row |"
done

report
report "## Following a file that grows, 100x30"
report
report "| events/s | program | bytes/s to the terminal | CPU | memory | written to seen: median | p95 |"
report "|---|---|---|---|---|---|---|"
for rate in 10 100 1000 10000; do
	for i in 0 1 2; do
		cp "$work/1k.ndjson" "$work/grows.ndjson"
		command=${tails[i]//FILE/$work/grows.ndjson}
		want=()
		[ -n "${ready[i]}" ] && want=(--ready "${ready[i]}")
		# shellcheck disable=SC2086
		"$probe" lag ${want[@]+"${want[@]}"} --file "$work/grows.ndjson" --from "$work/rest.ndjson" --rate $rate \
			--seconds "$seconds" -- $command >"$work/follow" || continue
		report "| $rate | ${names[i]} | $(value bytes_per_s <"$work/follow") | $(value cpu_percent <"$work/follow") % | $(($(value rss_kib <"$work/follow") / 1024)) MiB | $(value lag_ms_median <"$work/follow") ms | $(value lag_ms_p95 <"$work/follow") ms |"
	done
done

report
report "## Ratios against the goals"
report
report "| goal | ratio or figure | aim |"
report "|---|---|---|"
report "| load $big events, evmon / lnav | $(ratio "$evmon_load" "$lnav_load") | 0.9 first, 0.2 at last |"
report "| load $small events, evmon / lnav | $(ratio "$evmon_small" "$lnav_small") | |"
report "| memory per event beyond the original bytes | $(awk -v a="$evmon_rss" -v b="$evmon_small_rss" -v n="$big" -v m="$small" 'BEGIN { printf "%.0f B", (a - b) * 1024 / (n - m) }') | 96 B first, 72 B at last |"
if [ -n "${evmon_filter:-}" ]; then
	report "| print alerts, evmon / jq | $(ratio "$evmon_filter" "$jq_time") | 0.2 first, 0.06 at last |"
	report "| filter $big events by a substring, evmon / lnav | $(ratio "$evmon_filter_big" "$lnav_filter") | 0.5 first, 0.15 at last |"
fi
for extra in "$bin"/tests/bench/*_bench; do
	[ -x "$extra" ] || continue
	report
	report "## $(basename "$extra")"
	report
	report '```text'
	"$extra" | tee -a "$work/report"
	report '```'
done
if [ -n "$out" ]; then
	cp "$work/report" "$out" && echo "bench: written to $out" >&2
fi
