#!/bin/sh
# Makes BUILD/phx_VERSION_ARCHITECTURE.deb with Debian's own tools. Usage:
#
#   deb.sh BUILD
#
# What the package depends on is read from the program: the libraries that it
# is linked with, and the names of those that it opens when needed. dpkg says
# which packages of this machine they come from, so that the same script is
# right on Debian and on Ubuntu. SOURCE_DATE_EPOCH makes it reproducible.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
build=$1
version=$(cat generator/VERSION)
for tool in dpkg-deb dpkg-query strings objdump strip gzip; do
    if ! command -v $tool >/dev/null 2>&1; then
        echo "deb: $tool is needed (packages dpkg, binutils, gzip)" >&2
        exit 1
    fi
done
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null ||
    date +%s)}
export SOURCE_DATE_EPOCH

# package_of SONAME: the package of this machine that has the library.
package_of() {
    dpkg-query -S "*/$1" 2>/dev/null | grep -v '^diversion' |
        sed -n 's,^\([^:, ]*\)[^ ]* */\(usr/\)\{0\,1\}lib/.*,\1,p' | head -n 1
}

# packages_of SONAME...: their packages, each once; a library that this machine
# lacks is named and left out.
packages_of() {
    for soname; do
        package=$(package_of "$soname")
        if [ -n "$package" ]; then
            echo "$package"
        else
            echo "deb: no package has $soname; left out" >&2
        fi
    done | sort -u
}

# joined: words of standard input with commas.
joined() {
    paste -s -d, - | sed 's/,/, /g'
}

linked=$(objdump -p "$build/phx" | sed -n 's/^ *NEEDED *//p')
# Their names stand in the program as they are given to dlopen.
opened=$(strings -a "$build/phx" |
    grep -E '^lib[a-zA-Z0-9_.+-]+\.so(\.[0-9]+)+$' | sort -u)
for soname in $linked; do
    opened=$(printf '%s\n' "$opened" | grep -vxF "$soname")
done
# No site is built without these two: style sheets, feeds and sitemaps.
always=$(printf '%s\n' "$opened" | grep -E '^lib(sass|xml2)[.]')

# shellcheck disable=SC2086 # lists of words
{
    depends=$(packages_of $linked $always)
    recommends=$(packages_of $opened)
}
libc=$(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//')
recommends=$(printf '%s\ngit\n' "$recommends" |
    grep -vxF "$depends" | joined)
depends=$(printf '%s\n' "$depends" | sed "s/^libc6\$/libc6 (>= $libc)/" | joined)

stage=$build/deb
rm -rf "$stage"
mkdir -p "$stage/DEBIAN"
DESTDIR=$stage sh generator/make/install.sh install "$build" /usr
doc=$stage/usr/share/doc/phx
strip "$stage/usr/bin/phx"
gzip -9n "$stage/usr/share/man/man1/phx.1" "$doc/CHANGELOG.md"
mv "$doc/CHANGELOG.md.gz" "$doc/changelog.gz"
# Debian looks for completions of zsh elsewhere, for licences in `copyright`.
mkdir -p "$stage/usr/share/zsh/vendor-completions"
mv "$stage/usr/share/zsh/site-functions/_phx" \
    "$stage/usr/share/zsh/vendor-completions/_phx"
rmdir "$stage/usr/share/zsh/site-functions"
rm "$doc/LICENSE"
{
    echo "phx $version; below, its licence and those of what it carries."
    echo "The text of the manual is under CC BY 4.0,"
    echo "https://creativecommons.org/licenses/by/4.0/"
    echo
    cat "$doc/LICENCES"
} >"$doc/copyright"
rm "$doc/LICENCES"

cat >"$stage/DEBIAN/control" <<END
Package: phx
Version: $version
Architecture: $architecture
Maintainer: The phx authors <phx@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f 1)
Section: web
Priority: optional
Depends: $depends
Recommends: $recommends
Description: static site generator for posts with measurements
 phx makes a site from a git repository of Markdown posts, project write-ups
 and result files of benchmark tools: numbers in sentences, tables and charts
 are computed from the files when the site is built. It previews, checks and
 publishes on GitHub Pages.
END
(cd "$stage" && find . -type f ! -path './DEBIAN/*' | sort | sed 's,^\./,,' |
    tr '\n' '\0' | xargs -0 md5sum >DEBIAN/md5sums)
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -newermt "@$SOURCE_DATE_EPOCH" \
    -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
package=$build/phx_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$stage" "$package" >/dev/null
rm -rf "$stage"
echo "$package"
