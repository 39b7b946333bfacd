#!/bin/sh
# Writes the assembly file that puts files into the binary, and a dependency
# file for make. Usage: embed.sh OUT.S OUT.d
#
# grammars.bin beside OUT.S is Prism's grammars (grammars.js), or empty.
#
# Each line of the list is "path in the binary<TAB>file". Sorted by path in byte
# order, which embed_find relies on.
set -eu
out=$1
deps=$2
LC_ALL=C
export LC_ALL
list=$(mktemp)
trap 'rm -f "$list" "$list.s"' EXIT

{
    if [ -d themes/phoenix ]; then
        find themes/phoenix -type f ! -name '.*' | awk '{print $0 "\t" $0}'
    fi
    find generator/script generator/serve -name '*.js' -o -name '*.html' \
        2>/dev/null | awk '{n = $0; sub(/^generator\//, "", n); print n "\t" $0}'
    printf 'script/grammars\t%s\n' "${out%/*}/grammars.bin"
    find generator/check/schema -name '*.rng' 2>/dev/null |
        awk '{n = $0; sub(/.*\//, "check/", n); print n "\t" $0}'
    printf 'LICENSE\tLICENSE\n'
    for f in generator/make/licences/*.txt; do
        printf '%s\t%s\n' "${f#generator/make/}" "$f"
    done
    k=node_modules/katex
    if [ -d $k ]; then
        for f in $k/LICENSE $k/package.json $k/dist/katex.min.js \
            $k/dist/katex.min.css $k/dist/fonts/*.woff2; do
            printf 'npm/katex/%s\t%s\n' "${f#$k/}" "$f"
        done
    fi
    p=node_modules/prismjs
    if [ -d $p ]; then
        for f in $p/LICENSE $p/package.json $p/components.json \
            $p/components/*.min.js; do
            printf 'npm/prismjs/%s\t%s\n' "${f#$p/}" "$f"
        done
    fi
} | sort >"$list"

awk -F '\t' '
BEGIN {
    print "/* Made by generator/make/embed.sh. */"
    print "    .section .rodata"
}
{
    printf "path_%d: .asciz \"%s\"\n", NR, $1
    printf "    .balign 8\nfile_%d: .incbin \"%s\"\nend_%d: .byte 0\n", NR, $2, NR
}
END {
    print "    .section .data.rel.ro,\"aw\",@progbits"
    print "    .balign 8"
    print "    .globl embed_files\n    .hidden embed_files\nembed_files:"
    for (i = 1; i <= NR; i++)
        printf "    .quad path_%d, file_%d, end_%d\n", i, i, i
    print "    .quad 0, 0, 0"
    print "    .section .rodata\n    .balign 8"
    print "    .globl embed_count\n    .hidden embed_count\nembed_count: .quad " NR
    print "    .section .note.GNU-stack,\"\",@progbits"
}' "$list" >"$list.s"

cmp -s "$list.s" "$out" || cp "$list.s" "$out"
awk -F '\t' -v o="${out%.S}.o" '
{ printf "%s: %s\n%s:\n", o, $2, $2 }' "$list" >"$deps"
