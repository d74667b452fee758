#!/bin/sh
# selftest.sh: every check is shown a planted fault and must find it, and a clean tree, which must pass.
# A check that cannot fail proves nothing.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failures=0
caught=0

# A small clean house: base, io, view, term and a main.
plant_house() {
    rm -rf "$work/house"
    mkdir -p "$work/house"
    cd "$work/house"
    mkdir -p src/base src/io src/view src/term tests/unit
    : >build.h
    printf 'int str_len(const char *s);\n' >src/base/str.h
    printf '#include "base/str.h"\nint str_len(const char *s)\n{\n    return s[0];\n}\n' >src/base/str.c
    printf 'int curlhub_run(void);\n' >src/io/curlhub.h
    printf '#include "io/curlhub.h"\nint curl_easy_init(void);\nint curlhub_run(void)\n{\n    return curl_easy_init();\n}\n' >src/io/curlhub.c
    printf '#include "base/str.h"\nint stream_draw(void);\nint stream_draw(void)\n{\n    return str_len("");\n}\n' >src/view/stream.c
    printf '/* addstr(foreign) */\nint waddnwstr(void);\nint curses_put(void);\nint curses_put(void)\n{\n    return waddnwstr();\n}\n' >src/term/curses.c
}

compile_house() {
    cd "$work/house"
    for source in src/*/*.c; do
        $cc -w -O0 -fno-builtin -Isrc -c "$source" -o "${source%.c}.o"
    done
    for folder in src/*/; do
        folder=${folder%/}
        ar cr "$folder/lib${folder#src/}.a" "$folder"/*.o
    done
}

verdict() { # verdict WHAT EXPECTED-STATUS STATUS
    if [ "$2" -eq 0 ] && [ "$3" -ne 0 ] || [ "$2" -ne 0 ] && [ "$3" -eq 0 ]; then
        echo "lint: selftest: $1: $([ "$2" -eq 0 ] && echo 'a clean tree was refused' || echo 'the planted fault was not found')" >&2
        sed 's/^/    /' "$work/said" >&2
        failures=$((failures + 1))
    else
        caught=$((caught + 1))
    fi
}

check() { # check CHECK EXPECTED WHAT [SENTENCE]: runs one check over the planted house
    set +e
    case $1 in
    symbols) compile_house && sh "$here/symbols.sh" "$work/house" ;;
    sources) sh "$here/sources.sh" "$work/house" ;;
    headers) sh "$here/headers.sh" "$work/house" "$work/house" ;;
    esac >"$work/said" 2>&1
    result=$?
    set -e
    if [ "$result" -ne 0 ] && [ -n "${4:-}" ] && ! grep -qF "$4" "$work/said"; then
        result=0 # it failed, but for another reason than the planted one
    fi
    verdict "$3" "$2" "$result"
}

for kind in symbols sources headers; do
    plant_house
    check "$kind" 0 "$kind of a clean tree"
done

plant_house
printf 'int curlhub_run(void);\nint up(void);\nint up(void)\n{\n    return curlhub_run();\n}\n' >src/view/up.c
check symbols 1 'a call upward' 'src/view/up.c uses curlhub_run of io/curlhub: view may not call io'

plant_house
printf 'int uv_run(void);\nint turn(void);\nint turn(void)\n{\n    return uv_run();\n}\n' >src/view/turn.c
check symbols 1 'a library outside its room' 'src/view/turn.c uses uv_run'

plant_house
printf 'int waddstr(void);\nint paint(void);\nint paint(void)\n{\n    return waddstr();\n}\n' >src/view/paint.c
check symbols 1 'ncurses in a view' 'src/view/paint.c uses waddstr of ncurses'

plant_house
printf '#include <stdio.h>\nint tell(const char *s);\nint tell(const char *s)\n{\n    return printf("%%s", s);\n}\n' >src/view/tell.c
check symbols 1 'printf in a view' 'src/view/tell.c uses printf'

plant_house
printf '#include <string.h>\nchar *copy(char *to, const char *s);\nchar *copy(char *to, const char *s)\n{\n    return strcpy(to, s);\n}\n' >src/base/copy.c
check symbols 1 'an unbounded copy' 'src/base/copy.c uses strcpy'

plant_house
printf 'int counter = 7;\n' >src/base/counter.c
check symbols 1 'a mutable global' 'counter of counter.o is a global variable that changes'

plant_house
mkdir src/attic
printf 'int old(void);\nint old(void)\n{\n    return 1;\n}\n' >src/attic/old.c
check symbols 1 'a folder without a floor' 'src/attic is no floor'

plant_house
printf '#include "io/curlhub.h"\n' >src/view/look.c
check sources 1 'an include upward' 'src/view/look.c:1: includes io/curlhub.h: view may not include io'

plant_house
printf '#include <uv.h>\n' >src/view/look.c
check sources 1 'a foreign header outside its room' 'includes uv.h'

plant_house
printf '#include "str.h"\n' >src/base/look.c
check sources 1 'an include without its folder' 'write it from src'

plant_house
printf 'int also(void);\nint also(void)\n{\n    return mvwaddstr(0);\n}\n' >>src/term/curses.c
check sources 1 'a second function that draws' 'text is drawn by curses_put, also'

plant_house
{
    printf 'int long_one(int n)\n{\n'
    awk 'BEGIN { for (i = 0; i < 70; i++) print "    n++;" }'
    printf '    return n;\n}\n'
} >src/base/tall.c
check sources 1 'a function above 70 lines' 'long_one has 74 lines'

plant_house
printf 'void str_trim(const char *s, bool both);\n' >>src/base/str.h
check sources 1 'a bare bool argument' 'a bare bool argument'

plant_house
: >src/base/util.c
check sources 1 'a drawer for leftovers' 'the name says nothing'

plant_house
: >src/io/str.c
check sources 1 'two files of one name' 'basenames are unique'

plant_house
printf '/* TO%s: later */\n' DO >src/base/later.c
check sources 1 'a note to come back to' 'write an issue'

plant_house
printf 'struct str str_cut(size_t n);\n' >src/base/cut.h
check headers 1 'a header that does not compile alone' 'src/base/cut.h does not compile alone'

if [ "$failures" -ne 0 ]; then
    exit 1
fi
echo "lint: selftest: $caught of $caught planted cases judged rightly"
