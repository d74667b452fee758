#!/bin/sh
# sources.sh TOP [TABLES]: what can be read from the sources.
#   includes    by floors.tbl; headers of foreign libraries only in their room
#   drawing     in term/curses.c one function alone hands text to ncurses
#   flags       no bare bool argument in a header: the reader of a call cannot tell what true means
#   names       no drawers for leftovers, basenames unique in src, no notes to come back to
#   length      no function above 70 lines

set -eu
top=$1
tables=${2:-$(dirname "$0")}
tables=$(cd "$tables" && pwd)
ctags=${CTAGS:-ctags}
longest=70
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cd "$top"
status=0
report() {
    if [ -s "$1" ]; then
        sed 's/^/lint: /' "$1" >&2
        status=1
    fi
}

find src -name '*.[ch]' | sort >"$work/files"
if [ ! -s "$work/files" ]; then
    echo "lint: sources: no sources under $top/src" >&2
    exit 1
fi

# shellcheck disable=SC2046 # file names of this tree hold no blanks
grep -nE '^[ 	]*#[ 	]*include' $(cat "$work/files") /dev/null | awk -F: -v tables="$tables/floors.tbl" '
BEGIN {
    while ((getline line < tables) > 0) {
        sub(/#.*/, "", line)
        if (split(line, half, ":") < 2)
            continue
        gsub(/ /, "", half[1])
        n = split(half[2], to, " ")
        for (i = 1; i <= n; i++)
            may[half[1], to[i]] = 1
    }
    room["^(ncursesw?/)?(curses|ncurses|panel|term|menu|form)\\.h$"] = "term/curses.c"
    room["^uv(/.*)?\\.h$"] = "io/"
    room["^curl/"] = "io/"
    room["^(cjson/)?cJSON(_Utils)?\\.h$"] = "decode/ emnify/ lab/"
    room["^confuse\\.h$"] = "app/config"
    room["^microhttpd\\.h$"] = "lab/"
    room["^pcre2\\.h$"] = "filter/"
    room["^utf8proc\\.h$"] = "base/ canvas/"
    room["^sqlite3\\.h$"] = "save/"
    room["^zstd.*\\.h$"] = "io/ store/ lab/"
    room["^zlib\\.h$"] = "io/ lab/"
}
{
    path = $1
    sub(/^src\//, "", path)
    from = (split(path, part, "/") > 1) ? part[1] : "main"
    target = $0
    if (!match(target, /[<"][^>"]+[>"]/))
        next
    quoted = substr(target, RSTART, 1) == "\""
    target = substr(target, RSTART + 1, RLENGTH - 2)
}
quoted && target ~ /\// {
    split(target, part, "/")
    stem = part[2]
    sub(/\.[a-z]+$/, "", stem)
    if (from != part[1] && !may[from, "*"] && !may[from, part[1]] && !may[from, part[1] "/" stem])
        printf "%s:%s: includes %s: %s may not include %s\n", $1, $2, target, from, part[1]
}
quoted && target !~ /\// && target !~ /\.def$/ {
    printf "%s:%s: includes \"%s\": write it from src, \"folder/%s\"\n", $1, $2, target, target
}
{
    for (pattern in room) {
        if (target !~ pattern)
            continue
        n = split(room[pattern], place, " ")
        good = 0
        for (i = 1; i <= n; i++)
            good = good || index(path, place[i]) == 1
        if (!good)
            printf "%s:%s: includes %s, which belongs to %s\n", $1, $2, target, room[pattern]
    }
}' >"$work/includes"
report "$work/includes"

# Functions with their first and last line: file first last name.
# shellcheck disable=SC2046
"$ctags" -x --language-force=C --kinds-C=f --_xformat='%F %n %{end} %N' $(grep '\.c$' "$work/files") >"$work/functions" || {
    echo 'lint: sources: needs Universal Ctags (Debian: universal-ctags)' >&2
    exit 1
}

awk -v longest="$longest" '$3 - $2 + 1 > longest {
    printf "%s:%s: %s has %d lines, %d is the most: split it\n", $1, $2, $4, $3 - $2 + 1, longest
}' "$work/functions" >"$work/length"
report "$work/length"

# Comments and strings are blanked, so that only calls are left.
curses=src/term/curses.c
if [ -e "$curses" ]; then
    sed -e 's/"\([^"\\]\|\\.\)*"/""/g' -e 's://.*::' "$curses" | awk '
    { line = $0; out = ""
      while (line != "") {
          if (inside) { i = index(line, "*/"); if (!i) { line = ""; break } inside = 0; line = substr(line, i + 2) }
          else { i = index(line, "/*"); if (!i) { out = out line; break } inside = 1; out = out substr(line, 1, i - 1); line = substr(line, i + 2) }
      }
      print NR ":" out }' |
        grep -E '(^|[^A-Za-z0-9_])(mv)?w?((add|ins)_?w?n?(ch|chn?str|str|wstr)|add_wchn?str|addn?w?str|insn?str|ins_n?wstr|add_wch|echo(char|_wchar)|printw|vw_?printw|vwprintw|[hv]line(_set)?|border(_set)?|box(_set)?)[ ]*\(' |
        cut -d: -f1 >"$work/drawing" || :
    awk -v file="$curses" -v functions="$work/functions" '
    BEGIN {
        while ((getline line < functions) > 0) {
            split(line, word, " ")
            if (word[1] == file) { first[++n] = word[2]; last[n] = word[3]; name[n] = word[4] }
        }
    }
    {
        who = ""
        for (i = 1; i <= n; i++)
            if ($1 >= first[i] && $1 <= last[i])
                who = name[i]
        if (who != "" && !seen[who]++)
            list = list (count++ ? ", " : "") who
    }
    END {
        if (count > 1)
            printf "%s: text is drawn by %s: one function may\n", file, list
    }' "$work/drawing" >"$work/drawers"
    report "$work/drawers"
fi

# shellcheck disable=SC2046
grep -nE '(^|[(,	 ])bool [a-z_0-9]+ *[,)]' $(grep '\.h$' "$work/files") /dev/null |
    grep -vE '\(\*|^[^:]*:[0-9]*:[ 	]*(/?\*|#|bool [^()]*;)' |
    sed 's/$/  (a bare bool argument: use an enum of flags)/' >"$work/flags" || :
report "$work/flags"

awk -F/ '{
    base = $NF
    stem = base
    sub(/\.[^.]*$/, "", stem)
    if (stem ~ /^(util|utils|misc|common|helper|helpers)$/)
        printf "%s: the name says nothing: call it after what it owns\n", $0
    if (base in seen)
        printf "%s: %s has the same name: basenames are unique\n", $0, seen[base]
    seen[base] = $0
}' "$work/files" >"$work/names"
report "$work/names"

# shellcheck disable=SC2046
grep -nwE 'TODO|FIXME|XXX|HACK' $(find src tests -name '*.[ch]' -o -name '*.def' | sort) /dev/null |
    sed 's/$/  (do it, or write an issue)/' >"$work/notes" || :
report "$work/notes"

[ "$status" -ne 0 ] || echo "lint: sources: $(wc -l <"$work/files") files, $(wc -l <"$work/functions") functions in order"
exit "$status"
