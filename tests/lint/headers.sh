#!/bin/sh
# headers.sh TOP BUILD: every header compiles alone, and twice.

set -eu
top=$1
build=$2
cc=${CC:-cc}
status=0
count=0
said=$(mktemp)
trap 'rm -f "$said"' EXIT INT TERM

cd "$build"
for header in $(cd "$top/src" && find . -name '*.h' | sed 's:^\./::' | sort); do
    count=$((count + 1))
    # shellcheck disable=SC2086 # compiler ("ccache gcc") and flags are lists
    if ! printf '#include "%s"\n#include "%s"\nextern int headers_alone;\n' "$header" "$header" |
        $cc ${CPPFLAGS:-} -include "$build/build.h" -I"$top/src" -I"$build/src" -std=gnu11 -Wall -Wextra -Werror \
            -x c -fsyntax-only - 2>"$said"; then
        grep -E 'error:' "$said" | head -n 3 >&2
        echo "lint: src/$header does not compile alone: it includes what it uses" >&2
        status=1
    fi
done
[ "$status" -ne 0 ] || echo "lint: headers: $count compile alone"
exit "$status"
