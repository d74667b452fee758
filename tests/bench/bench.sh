#!/bin/bash
# make bench: evmon beside lnav, less, jq and grep on one corpus, in one run, and the goals it is measured by. Prints
# markdown and writes it to the file named by --out. Only ratios of one run mean anything: the machine may be busy.
#
#   make bench                                the whole set, less than 15 minutes on a quiet machine
#   make bench BENCH_ARGS=--quick             smaller corpora, one round, two minutes
#   make bench BENCH_ARGS='--events 300000'   another size
set -u -o pipefail
bin=. out= big=1000000 small=100000 many=10000000 rounds=3 seconds=6
while [ $# -gt 0 ]; do
	case $1 in
	--bin) bin=$2; shift ;;
	--out) out=$2; shift ;;
	--events) big=$2; shift ;;
	--rounds) rounds=$2; shift ;;
	--seconds) seconds=$2; shift ;;
	--quick) big=100000 small=10000 many=1000000 rounds=1 seconds=2 ;;
	*) echo "usage: bench.sh --bin BUILD_DIR [--out FILE] [--quick] [--events N] [--rounds N] [--seconds S]" >&2; exit 2 ;;
	esac
	shift
done
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$bin" && pwd)
evmon=$bin/evmon lab=$bin/evmon-lab probe=$bin/tests/bench/ptyprobe
for program in lnav less jq; do
	command -v $program >/dev/null || { echo "bench: $program is missing; ./bootstrap bench installs it" >&2; exit 1; }
done
load=$(cut -d' ' -f1 /proc/loadavg)
work=$(mktemp -d "${TMPDIR:-/tmp}/evmon-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export HOME=$work/home LC_ALL=C.UTF-8 LESS= top_srcdir=${top_srcdir:-$here/../..}
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME LESSOPEN EVMON_CONFIG EVMON_TOKEN
mkdir -p "$HOME"
lnav -i "$here/lnav_format.json" >/dev/null 2>&1

# ---- corpora ----

echo "bench: making $big events ..." >&2
"$lab" --dump "$big" --seed 1 --devices 5000 >"$work/big.ndjson" || exit 1
head -n "$small" "$work/big.ndjson" >"$work/small.ndjson"
head -n 1000 "$work/big.ndjson" >"$work/1k.ndjson"
tail -n +1001 "$work/big.ndjson" >"$work/rest.ndjson"
# One device with very many events; and very many devices, in the order of the corpus.
fleet=$((big / 10))
"$lab" --dump $((fleet + fleet / 10)) --seed 1 --devices 1 --rate 3 2>/dev/null | grep -F '"endpoint":{"id"' | head -n "$fleet" >"$work/one.ndjson"
LC_ALL=C awk -v n="$fleet" -v most=$((fleet + 10000 * (seconds + 2))) '
	(at = index($0, "\"endpoint\":{\"id\":")) > 0 {
		rest = substr($0, at + 17)
		sub(/^[0-9]+/, "", rest)
		name = index(rest, "\"name\":\"")
		tail = substr(rest, name + 8)
		sub(/^[^"]*/, "", tail)
		id = 20000000 + count++ % n
		print substr($0, 1, at + 16) id substr(rest, 1, name + 7) "device-" id tail
		if (count == most) exit
	}' "$work/big.ndjson" >"$work/many.ndjson"
# Pages as the API gives them: arrays of 1,000.
awk 'NR % 1000 == 1 {printf "%s[", NR > 1 ? "]\n" : ""} NR % 1000 != 1 {printf ","} {printf "%s", $0} END {print "]"}' \
	"$work/small.ndjson" >"$work/pages.json"

# ---- words ----

value() { awk -v n="$1" '$1 == n {print $2}'; } # the number behind a name in the probe's lines
calc() { awk "BEGIN { printf \"${2:-%.2f}\", $1 }"; }
ratio() { awk -v a="${1:-}" -v b="${2:-}" 'BEGIN { if (a == "" || b == "" || b + 0 == 0) print ""; else printf "%.2f", a / b }'; }
report() { printf '%s\n' "$*" | tee -a "$work/report"; }
# goal NUMBER WHAT MEASURED UNIT FIRST-AIM LAST-AIM; an aim is a limit from above, from below with a > before it, - none
goal() {
	local verdict
	verdict=$(awk -v v="$3" -v first="$5" -v last="$6" '
		function met(aim) { return aim ~ /^>/ ? v + 0 >= substr(aim, 2) + 0 : v + 0 <= aim + 0 }
		BEGIN { print v == "" ? "not measured" : met(last) ? "last" : first == "-" ? "not yet" : met(first) ? "first" : "missed" }')
	printf '| %s | %s | %s%s | %s | %s | %s |\n' "$1" "$2" "${3:--}" "${3:+$4}" "${5/>/at least }" "${6/>/at least }" \
		"$verdict" >>"$work/goals"
}

# measure NAME ROUNDS CMD...: a row; leaves the median wall in $wall, the memory in $rss (KiB)
measure() {
	local name=$1 times=$2 i lines
	shift 2
	for ((i = 1; i <= times; i++)); do
		timeout 300 "$probe" run -- "$@" >"$work/run.$i"
	done
	wall=$(for ((i = 1; i <= times; i++)); do value wall_s <"$work/run.$i"; done | sort -n | sed -n "$(((times + 1) / 2))p")
	rss=$(value rss_kib <"$work/run.1")
	lines=$(value lines <"$work/run.1")
	report "| $name | ${wall:--} s | $((${rss:-0} / 1024)) MiB | ${lines:--} |"
}

table() { # TITLE COLUMN...
	report
	report "## $1"
	report
	shift
	local row='|' line='|' column
	for column; do
		row="$row $column |" line="$line---|"
	done
	report "$row"
	report "$line"
}

# ---- without a screen ----

bytes=$(stat -c %s "$work/big.ndjson")
table "Without a screen, $big events, $((bytes / 1000000)) MB" work "wall, median of $rounds" memory 'lines out'
measure '`wc -l`' "$rounds" wc -l "$work/big.ndjson"
measure 'lnav: load, count' "$rounds" lnav -n -c ';select count(*) from fleet_event' "$work/big.ndjson"
lnav_load=$wall
measure 'evmon: load, print the newest' "$rounds" "$evmon" print -n 1 "$work/big.ndjson"
evmon_load=$wall evmon_rss=$rss
measure 'evmon: the same through a pipe' "$rounds" sh -c "cat '$work/big.ndjson' | '$evmon' print -n 1 -"
pipe_rss=$rss
measure 'evmon: load, count by type' "$rounds" "$evmon" stats "$work/big.ndjson"
measure 'grep: alerts' "$rounds" grep -E '"alert":(true|1)' "$work/big.ndjson"
grep_time=$wall
measure 'jq: select alerts' 1 jq -c 'select(.alert == true or .alert == 1)' "$work/big.ndjson"
jq_time=$wall
measure 'evmon print -f alert:true' "$rounds" "$evmon" print --format ndjson -f alert:true "$work/big.ndjson"
evmon_alerts=$wall
measure 'lnav: filter by a word' 1 lnav -n -c ':filter-in rejected' "$work/big.ndjson"
lnav_filter=$wall
measure 'evmon print -f rejected' "$rounds" "$evmon" print --format ndjson -f rejected "$work/big.ndjson"
evmon_word=$wall
measure 'evmon print -f three predicates' "$rounds" "$evmon" print --format ndjson -f 'sev>=warn type:pdp alert:true' "$work/big.ndjson"

table "Without a screen, $small events" work "wall, median of $rounds" memory 'lines out'
measure 'lnav: load, count' "$rounds" lnav -n -c ';select count(*) from fleet_event' "$work/small.ndjson"
measure 'evmon: load, print the newest' "$rounds" "$evmon" print -n 1 "$work/small.ndjson"
small_rss=$rss
measure 'evmon: the same, pages of 1,000 as the API gives them' "$rounds" "$evmon" print -n 1 "$work/pages.json"
pages=$wall

goal P1 "load $big events, of lnav's time" "$(ratio "$evmon_load" "$lnav_load")" '' 0.9 0.2
per_event=$(calc "($evmon_rss - $small_rss) * 1024 / ($big - $small)" %.0f)
packed=$(calc "($pipe_rss - $evmon_rss) * 1024 / $bytes")

# ---- on a screen ----

names=(evmon lnav less)
loads=("$evmon FILE" "lnav FILE" "less -S FILE")
tails=("$evmon --follow FILE" "lnav FILE" "less -S +F FILE")
readies=(COMPLETE '' '')
declare -A settled lag rate_bytes cpu

probed() { # I MODE ARGUMENT... -- the probe on program I with the command line in $command
	local i=$1 mode=$2 want=()
	shift 2
	[ -n "$ready" ] && want=(--ready "$ready")
	# shellcheck disable=SC2086
	timeout 120 "$probe" "$mode" ${want[@]+"${want[@]}"} "$@" -- $command
}

table "Opening on a screen of 100x30" program events 'first text' 'all loaded, at rest' 'bytes'
for file in small big; do
	for i in 0 1 2; do
		command=${loads[i]//FILE/$work/$file.ndjson} ready=${readies[i]}
		probed $i start >"$work/start" || continue
		report "| ${names[i]} | ${!file} | $(value first_text_ms <"$work/start") ms | $(value rest_ms <"$work/start") ms | $(value bytes <"$work/start") |"
		[ $i$file = 0big ] && first_paint=$(value first_text_ms <"$work/start")
	done
done

table "Keys, $small events: until the screen is settled (p95) and bytes a key" program size j '' PageDown '' 'G, from g'
for size in 100x30 200x60; do
	for i in 0 1 2; do
		command=${loads[i]//FILE/$work/small.ndjson} ready=${readies[i]}
		row="| ${names[i]} | $size"
		for key in j $'\e[6~' G; do
			back=
			[ "$key" = G ] && back=g
			probed $i keys --size $size --before g --back "$back" --key "$key" >"$work/keys" || break
			settled[$i$size$key]=$(value settled_ms_p95 <"$work/keys")
			row="$row | ${settled[$i$size$key]:--} ms"
			[ "$key" = G ] || row="$row | $(value bytes_per_key <"$work/keys")"
		done
		report "$row |"
	done
done

# Rows 7 to 13 show the list and nothing else: above the pop-up of what may be typed, below the header.
table "Typing into the filter bar, $big events: a letter until the list is what it stays, and until all is counted" word \
	'list: median' p95 'counted: median' p95
typing=
for word in 'desc:exhausted' 'sev:warn' 'rejected'; do
	command="$evmon $work/big.ndjson" ready=COMPLETE
	probed 0 typing --before f --key "$word" --watch 7-13 --count "$rounds" >"$work/keys" || continue
	p95=$(value watched_ms_p95 <"$work/keys")
	report "| $word | $(value watched_ms_median <"$work/keys") ms | $p95 ms | $(value settled_ms_median <"$work/keys") ms | $(value settled_ms_p95 <"$work/keys") ms |"
	typing=$(printf '%s\n' "$typing" "$p95" | sort -n | tail -1)
done

table "Following a file that grows, 100x30" 'events/s' program 'bytes/s to the terminal' CPU memory 'written to seen: median' p95
for rate in 0 10 100 1000 10000; do
	for i in 0 1 2; do
		cp "$work/1k.ndjson" "$work/grows.ndjson"
		command=${tails[i]//FILE/$work/grows.ndjson} ready=
		[ $i = 0 ] && ready=FOLLOW
		probed $i lag --file "$work/grows.ndjson" --from "$work/rest.ndjson" --rate $rate --seconds "$seconds" >"$work/follow" || continue
		rate_bytes[$i-$rate]=$(value bytes_per_s <"$work/follow")
		cpu[$i-$rate]=$(value cpu_percent <"$work/follow")
		lag[$i-$rate]=$(value lag_ms_p95 <"$work/follow")
		report "| $rate | ${names[i]} | ${rate_bytes[$i-$rate]} | ${cpu[$i-$rate]} % | $(($(value rss_kib <"$work/follow") / 1024)) MiB | $(value lag_ms_median <"$work/follow" | sed 's/$/ ms/') | ${lag[$i-$rate]:+${lag[$i-$rate]} ms} |"
	done
done

# ---- the fleet on the screen ----

table 'A device opened from one of its events, 100x30: until the screen is settled' events median p95 bytes
command="$evmon $work/one.ndjson" ready=COMPLETE
if probed 0 keys --key d --back $'\e' --count 20 >"$work/keys"; then
	row="| $(wc -l <"$work/one.ndjson") | $(value settled_ms_median <"$work/keys") ms"
	report "$row | $(value settled_ms_p95 <"$work/keys") ms | $(value bytes_per_key <"$work/keys") |"
fi

grouped() { echo "$1" | sed -e :a -e 's/\([0-9]\)\([0-9]\{3\}\)\(,\|$\)/\1,\2\3/;ta'; }
table "The list of $fleet devices while events come in, 100x30; a key: until the cursor stands on another row" 'events/s' \
	'bytes/s to the terminal' CPU memory 'key: median' p95
for rate in 0 1000 10000; do
	head -n "$fleet" "$work/many.ndjson" >"$work/grows.ndjson"
	tail -n +$((fleet + 1)) "$work/many.ndjson" >"$work/more.ndjson"
	command="$evmon --follow $work/grows.ndjson" ready=FOLLOW
	probed 0 press --before R --then "$(grouped "$fleet") devices" --key j --back k --cursor '▸' \
		--file "$work/grows.ndjson" --from "$work/more.ndjson" --rate $rate --seconds "$seconds" >"$work/follow" || continue
	row="| $rate | $(value bytes_per_s <"$work/follow") | $(value cpu_percent <"$work/follow") %"
	row="$row | $(($(value rss_kib <"$work/follow") / 1024)) MiB"
	report "$row | $(value key_ms_median <"$work/follow") ms | $(value key_ms_p95 <"$work/follow") ms |"
done

# ---- programs of single floors ----

run_program() { # NAME ARGUMENT...: its output into the report, also left in $work/NAME
	[ -x "$bin/tests/bench/$1" ] || return 0
	local name=$1
	shift
	report
	report "## $name $*"
	report
	report '```text'
	timeout 300 "$bin/tests/bench/$name" "$@" | tee "$work/$name" | tee -a "$work/report"
	report '```'
}
run_program store_bench "$big"
run_program filter_bench "$big"
cp "$work/filter_bench" "$work/filter_big" 2>/dev/null
run_program filter_bench "$many" columns
run_program frame_bench "$big"
run_program fleet_bench $((big / 10))
for other in "$bin"/tests/bench/*_bench; do
	case $(basename "$other") in
	store_bench | filter_bench | frame_bench | fleet_bench) ;;
	*) run_program "$(basename "$other")" ;;
	esac
done

# ---- the goals ----

times_lnav() { ratio "${settled[0$1$2]:-}" "${settled[1$1$2]:-}"; }
times_less() { ratio "${settled[0$1$2]:-}" "${settled[2$1$2]:-}"; }
scan=$(awk '/ x bare scan/ {n++; if (n <= 3 && $3 > worst) worst = $3} END {print worst}' "$work/filter_bench" 2>/dev/null)
word_ms=$(awk '/ x memmem/ {if ($1 > worst) worst = $1} END {print worst}' "$work/filter_big" 2>/dev/null)
regex_ms=$(awk '/ x PCRE2/ {if ($1 > worst) worst = $1} END {print worst}' "$work/filter_big" 2>/dev/null)
word_ratio=$(awk '/ x memmem/ {if ($3 > worst) worst = $3} END {print worst}' "$work/filter_big" 2>/dev/null)
regex_ratio=$(awk '/ x PCRE2/ {if ($3 > worst) worst = $3} END {print worst}' "$work/filter_big" 2>/dev/null)
goal P2 'first text on the screen, large file' "${first_paint:-}" ' ms' 100 50
goal P3 'memory beyond the original bytes, an event' "$per_event" ' B' 96 72
goal P4 'original bytes of a stream kept, of their size' "$packed" '' 0.2 0.15
goal P5 "filter $many rows by three predicates, of a bare scan" "$scan" '' 3 1.5
goal P6 "filter $big descriptions by a word" "$word_ms" ' ms' 50 -
goal P6 "filter $big descriptions by a word, of memmem over the distinct ones" "$word_ratio" '' - 2
goal P6 "filter $big descriptions by a pattern" "$regex_ms" ' ms' 150 -
goal P6 "filter $big descriptions by a pattern, of PCRE2 over the distinct ones" "$regex_ratio" '' - 2
goal P7 "typing in the filter bar over $big events, key to updated list, p95" "$typing" ' ms' 50 16
goal P8 'print alerts, of jq' "$(ratio "$evmon_alerts" "$jq_time")" '' 0.2 0.06
goal P8 'print what holds a word, of lnav' "$(ratio "$evmon_word" "$lnav_filter")" '' 0.5 0.15
for key in j $'\e[6~' G; do
	case $key in j | G) what=$key ;; *) what=PageDown ;; esac
	goal P9 "key $what settled p95, of lnav" "$(times_lnav 100x30 "$key")" '' 1 1
	goal P9 "key $what settled p95, of less" "$(times_less 100x30 "$key")" '' - 2
done
for rate in 10 100 1000 10000; do
	goal P10 "bytes/s following $rate events/s, of lnav" "$(ratio "${rate_bytes[0-$rate]:-}" "${rate_bytes[1-$rate]:-}")" '' 1 1
	goal P10 "bytes/s following $rate events/s" "${rate_bytes[0-$rate]:-}" '' - 5000
done
goal P10 'bytes/s at rest' "${rate_bytes[0-0]:-}" '' - 200
for rate in 10 100; do
	goal P11 "written to seen at $rate events/s, p95" "${lag[0-$rate]:-}" ' ms' 150 60
done
for rate in 1000 10000; do
	goal P11 "written to seen at $rate events/s, p95" "${lag[0-$rate]:-}" ' ms' 150 120
done
goal P12 'CPU following 1,000 events/s' "${cpu[0-1000]:-}" ' %' 4 2
goal P12 'CPU following 10,000 events/s' "${cpu[0-10000]:-}" ' %' 20 8
goal P13 'API pages of 1,000, events/s' "$(calc "$small / $pages" %.0f)" '' '>150000' '>400000'

{
	echo '# Benchmarks'
	echo
	echo "Made by \`make bench\` on $(date -u +%Y-%m-%d): $(uname -sr), $(nproc) cores ($(awk -F: '/model name/ {print $2; exit}' /proc/cpuinfo | sed 's/^ *//')), load $load when it began."
	echo "The corpus is \`evmon-lab --dump $big --seed 1 --devices 5000\`. lnav $(lnav -V | awk '{print $2}'), less $(less -V | awk 'NR == 1 {print $2}'), $(jq --version)."
	echo 'Compare within this page only: single times move with the machine, ratios much less.'
	busy=$(awk -v load="$load" -v cores="$(nproc)" 'BEGIN { print load > cores / 2 }')
	[ "$busy" = 1 ] && printf '\n**The machine was busy with other work (load %s when this began): times say little, ratios not much.**\n' "$load"
	echo
	echo '## Goals'
	echo
	echo '| goal | work | measured | first aim | last aim | reached |'
	echo '|---|---|---|---|---|---|'
	cat "$work/goals"
	cat "$work/report"
} >"$work/page"
echo
cat "$work/goals"
if [ -n "$out" ]; then
	cp "$work/page" "$out" && echo "bench: written to $out" >&2
fi
