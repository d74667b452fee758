#!/bin/sh
# symbols.sh BUILD [TABLES]: the house's walls, read from the objects and not from the sources.
#   floors      a folder's undefined symbols are defined only in folders it may call (floors.tbl)
#   rooms       foreign functions are called only from their room (rooms.tbl), ncurses only from term/curses
#   globals     no mutable global variable is visible beyond its file
# Objects are those of the archives src/X/libX.a and of the programs' mains beside them.

set -eu
build=$1
tables=${2:-$(dirname "$0")}
tables=$(cd "$tables" && pwd)
nm=${NM:-nm}
cc=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cd "$build"

# One line for each symbol: folder file kind name
# (an object's name is its source's, after a prefix automake adds when a target has flags of its own).
list_symbols() {
    for archive in src/*/lib*.a; do
        [ -e "$archive" ] || continue
        "$nm" -A -g -P "$archive"
    done
    for object in src/main.o src/lab/labmain.o; do
        [ -e "$object" ] || continue
        "$nm" -A -g -P "$object"
    done
}
list_symbols 2>/dev/null | awk '{
    place = $1
    sub(/:$/, "", place)
    folder = "main"
    if (split(place, part, "/") > 2)
        folder = part[2]
    file = place
    sub(/\]$/, "", file)
    sub(/^.*[\[\/]/, "", file)
    sub(/\.o$/, "", file)
    sub(/^.*-/, "", file)
    if (file == "labmain")
        folder = "lab"
    print folder, file, $3, $2
}' >"$work/symbols"

if [ ! -s "$work/symbols" ]; then
    echo "lint: symbols: no archives under $build/src, run make first" >&2
    exit 1
fi

status=0
report() {
    if [ -s "$1" ]; then
        sed 's/^/lint: /' "$1" >&2
        status=1
    fi
}

awk -v tables="$tables/floors.tbl" '
BEGIN {
    while ((getline line < tables) > 0) {
        sub(/#.*/, "", line)
        if (split(line, half, ":") < 2)
            continue
        gsub(/ /, "", half[1])
        n = split(half[2], to, " ")
        known[half[1]] = 1
        for (i = 1; i <= n; i++)
            may[half[1], to[i]] = 1
    }
}
function allowed(from, to, file) {
    return from == to || may[from, "*"] || may[from, to] || may[from, to "/" file]
}
{ kind[NR] = $3; folder[NR] = $1; file[NR] = $2; name[NR] = $4 }
$3 !~ /^[UwvN]$/ { where[$4] = where[$4] " " $1 "/" $2 }
END {
    for (i = 1; i <= NR; i++) {
        if (!(folder[i] in known) && !told[folder[i]]++)
            printf "src/%s is no floor: give it a row in tests/lint/floors.tbl\n", folder[i]
        if (kind[i] != "U" || !(name[i] in where))
            continue
        n = split(where[name[i]], home, " ")
        good = 0
        for (j = 1; j <= n; j++) {
            split(home[j], part, "/")
            good = good || allowed(folder[i], part[1], part[2])
        }
        if (!good)
            printf "src/%s/%s.c uses %s of %s: %s may not call %s\n",
                folder[i], file[i], name[i], home[1], folder[i], part[1]
    }
}' "$work/symbols" >"$work/floors"
report "$work/floors"

awk -v tables="$tables/rooms.tbl" '
BEGIN {
    while ((getline line < tables) > 0) {
        if (line ~ /^#/ || (n = split(line, word, " ")) < 2)
            continue
        pattern[++rooms] = word[1]
        for (i = 2; i <= n; i++) {
            may[rooms, word[i]] = 1
            list[rooms] = list[rooms] " " word[i]
        }
    }
}
$3 ~ /^[UwvN]$/ {
    for (i = 1; i <= rooms; i++)
        if ($4 ~ pattern[i] && !may[i, $1] && !may[i, $1 "/" $2])
            printf "src/%s/%s.c uses %s, which belongs to:%s\n", $1, $2, $4, list[i]
}' "$work/symbols" >"$work/rooms"
report "$work/rooms"

# Everything the two ncurses libraries export.
for library in libncursesw.so.6 libtinfo.so.6; do
    path=$($cc -print-file-name="$library")
    if [ "$path" = "$library" ]; then
        echo "lint: symbols: $cc does not find $library, so nothing can be said about ncurses" >&2
        exit 1
    fi
    "$nm" -D -g -P "$path" | awk '$2 ~ /^[TDBRW]$/ { sub(/@.*/, "", $1); print $1 }'
done | grep -v '^_' >"$work/ncurses"
awk -v names="$work/ncurses" '
BEGIN { while ((getline line < names) > 0) ncurses[line] = 1 }
$3 !~ /^[UwvN]$/ { ours[$4] = 1 }
$3 == "U" { asks[NR] = $4; by[NR] = $1 "/" $2 }
END {
    for (i in asks)
        if (asks[i] in ncurses && !(asks[i] in ours) && by[i] != "term/curses")
            printf "src/%s.c uses %s of ncurses: only src/term/curses.c may\n", by[i], asks[i]
}' "$work/symbols" >"$work/screen"
report "$work/screen"

for archive in src/*/lib*.a; do
    [ -e "$archive" ] || continue
    objdump -t "$archive" | awk -v archive="$archive" '
    /file format/ { object = $1; sub(/:$/, "", object) }
    $2 == "g" || $3 == "g" || $4 == "g" || $2 ~ /COM/ {
        section = ""
        for (i = 2; i <= NF; i++)
            if ($i ~ /^[.*]/)
                section = $i
        if (section ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && section !~ /^\.data\.rel\.ro/ && $NF !~ /^__(asan|odr_asan|start_|stop_)/)
            printf "%s: %s of %s is a global variable that changes: keep it in its file or hand it over\n",
                archive, $NF, object
    }'
done >"$work/globals"
report "$work/globals"

# Files that call each other in a circle cannot be understood or tested one at a time. An aim, so it is told, not refused.
awk '
{ node = $1 "/" $2; seen[node] = 1 }
$3 !~ /^[UwvN]$/ { home[$4] = node }
$3 == "U" { by[++n] = node; name[n] = $4 }
END {
    for (i = 1; i <= n; i++)
        if (name[i] in home)
            reach[by[i], home[name[i]]] = 1
    for (k in seen)
        for (i in seen)
            if ((i, k) in reach)
                for (j in seen)
                    if ((k, j) in reach)
                        reach[i, j] = 1
    for (i in seen) {
        total++
        if ((i, i) in reach) {
            count++
            list = list " " i
        }
    }
    printf "lint: circles: %d of %d objects call each other in circles%s%s\n", count, total, count ? ":" : "", list
}' "$work/symbols"

[ "$status" -ne 0 ] || echo "lint: symbols: $(awk '{ print $1 "/" $2 }' "$work/symbols" | sort -u | wc -l) objects keep to their floors and rooms"
exit "$status"
