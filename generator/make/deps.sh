#!/bin/sh
# Installs what is missing to build phx. Usage: deps.sh [build|test|bench]
#
# Each part needs what the one before it needs. On Debian and Ubuntu packages
# come from apt-get (as root, or through sudo); elsewhere the script says what
# is needed and goes on. When nothing is missing it does nothing and says
# nothing.
#
# What is missing is found by commands, headers and pkg-config, never by package
# names: Node may come from elsewhere, and then apt's npm conflicts with it and
# would take the whole transaction down.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
part=${1:-build}
case $part in
build | test | bench) ;;
*)
    echo "usage: deps.sh [build|test|bench]" >&2
    exit 2
    ;;
esac

missing=
optional= # its absence skips tests, it fails nothing

want() {
    case " $missing " in
    *" $1 "*) ;;
    *) missing="$missing $1" ;;
    esac
}

# need_command COMMAND PACKAGE
need_command() {
    command -v "$1" >/dev/null 2>&1 || want "$2"
}

# need_pc MODULE PACKAGE: a library that pkg-config knows.
need_pc() {
    pkg-config --exists "$1" 2>/dev/null || want "$2"
}

# need_file PACKAGE PATH...: one of the paths exists.
need_file() {
    package=$1
    shift
    for path; do
        if [ -e "$path" ]; then
            return 0
        fi
    done
    want "$package"
}

# node_modules is older than package-lock.json, or not there; the HTML validator
# is for tests alone.
npm_needed() {
    [ ! -e node_modules/.package-lock.json ] ||
        { [ "$part" != build ] && [ ! -d node_modules/vnu-jar ]; } ||
        [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]
}

# ---- What each part needs ----------------------------------------------------

# A compiler that CC names is the user's business; make's default is gcc.
need_build() {
    if [ -z "${CC:-}" ]; then
        need_command gcc gcc
    fi
    need_command make make
    need_command ar binutils
    need_command pkg-config pkg-config
    need_file libc6-dev /usr/include/stdio.h
    need_file libcmark-gfm-dev \
        /usr/include/cmark-gfm.h /usr/local/include/cmark-gfm.h
    need_file libcmark-gfm-extensions-dev \
        /usr/include/cmark-gfm-core-extensions.h \
        /usr/local/include/cmark-gfm-core-extensions.h
    need_pc yaml-0.1 libyaml-dev
    need_file libcsv-dev /usr/include/csv.h /usr/local/include/csv.h
    need_file liblmdb-dev /usr/include/lmdb.h /usr/local/include/lmdb.h
    need_pc libgit2 libgit2-dev
    need_pc libsass libsass-dev
    need_pc libxml-2.0 libxml2-dev
    need_pc libcurl libcurl4-openssl-dev
    need_pc zlib zlib1g-dev
    need_pc libxxhash libxxhash-dev
    need_pc libutf8proc libutf8proc-dev
    need_pc libpcre2-8 libpcre2-dev
    need_pc libmicrohttpd libmicrohttpd-dev
    need_pc libuv libuv1-dev
    need_pc zlib zlib1g-dev
    need_pc javascriptcoregtk-4.1 libjavascriptcoregtk-4.1-dev
    need_file tzdata /usr/share/zoneinfo/Asia/Shanghai
    if npm_needed; then
        need_command node nodejs
        need_command npm npm
        need_file ca-certificates /etc/ssl/certs/ca-certificates.crt
    fi
}

# benchmarks/training and benchmarks/inference.
need_programs() {
    need_pc openblas libopenblas-dev
    need_pc ompi-c libopenmpi-dev
    need_command mpirun openmpi-bin
}

need_test() {
    need_programs
    need_pc cmocka libcmocka-dev
    need_command git git
    need_command python3 python3
    need_command ps procps
    need_command curl curl
    # phx publish is tried against a server of its own.
    need_file openssh-server /usr/sbin/sshd /usr/local/sbin/sshd
    need_command ssh openssh-client
    need_command clang clang
    need_command clang-format clang-format
    need_command clang-tidy clang-tidy
    need_command cppcheck cppcheck
    # The sanitizers' and the fuzzer's libraries, of clang's own version.
    need_file clang-rt \
        /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a \
        /usr/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a
    # Graphs are drawn with it, and shown as their text without it.
    need_file libgvc6 /usr/lib/*/libgvc.so.6 /usr/lib/libgvc.so.6 \
        /usr/local/lib/libgvc.so.6
    # Smaller copies of images; without it they are shown as they are.
    need_file libvips42 /usr/lib/*/libvips.so.42 /usr/lib/libvips.so.42 \
        /usr/local/lib/libvips.so.42
    # Tests in a browser are skipped without one. Ubuntu has Chromium as a
    # snap only, which no container can run: there it is the user's choice.
    if grep -q '^ID=debian' /etc/os-release 2>/dev/null &&
        ! command -v google-chrome >/dev/null 2>&1; then
        command -v chromium >/dev/null 2>&1 || optional=chromium
    fi
    # The HTML validator is skipped without it.
    command -v java >/dev/null 2>&1 ||
        optional="$optional default-jre-headless"
}

need_bench() {
    need_command hyperfine hyperfine
    need_programs
}

# ---- Installing ---------------------------------------------------------------

# clang-rt becomes libclang-rt-14-dev, or what the version that `clang` stands
# for calls it.
name_clang_rt() {
    version=$(apt-cache depends clang 2>/dev/null |
        sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    for name in "libclang-rt-$version-dev" libclang-rt-dev \
        "libclang-common-$version-dev"; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
}

# apt PACKAGE...
apt() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
        -o DPkg::Lock::Timeout=120 --no-install-recommends "$@"
}

apt_install() {
    sudo=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "deps: please install as root:$missing $optional" >&2
            [ -z "$missing" ]
            return
        fi
        sudo=sudo
    fi
    echo "deps: installing$missing $optional"
    $sudo apt-get update -q -q
    packages=
    for package in $missing; do
        if [ "$package" = clang-rt ]; then
            package=$(name_clang_rt)
        fi
        packages="$packages $package"
    done
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086 # a list of words
        apt $packages
    fi
    for package in $optional; do
        apt "$package" || echo "deps: going on without $package" >&2
    done
}

say_homebrew() {
    echo "deps: on macOS, with Homebrew:"
    echo "  brew install pkgconf cmark-gfm libyaml libcsv libgit2 libsass" \
        "libxml2 libmicrohttpd libuv xxhash utf8proc pcre2 node cmocka" \
        "clang-format cppcheck hyperfine"
    echo "  (JavaScriptCore is part of the system)"
}

if [ "$(uname -s)" = Darwin ]; then
    if ! pkg-config --exists yaml-0.1 libgit2 libxxhash libutf8proc \
        2>/dev/null; then
        say_homebrew
    fi
else
    need_build
    [ "$part" = build ] || need_test
    [ "$part" != bench ] || need_bench
    if [ -n "$missing$optional" ]; then
        if command -v apt-get >/dev/null 2>&1; then
            apt_install
        else
            echo "deps: missing (Debian's names):$missing $optional" >&2
        fi
    fi
fi

# Graphviz is opened when a page has a graph: building needs none.
if [ "$part" = build ] && [ "$(uname -s)" != Darwin ] &&
    ! ls /usr/lib/*/libgvc.so.6 /usr/lib/libgvc.so.6 \
        /usr/local/lib/libgvc.so.6 2>/dev/null | grep -q .; then
    echo "deps: {dot} draws graphs where libgvc6 (Graphviz) is installed" >&2
fi

if npm_needed; then
    echo "deps: npm ci"
    # No install scripts: the validator's would fetch a Java of its own.
    omit=
    [ "$part" != build ] || omit=--omit=optional
    npm ci --no-audit --no-fund --loglevel=error --ignore-scripts $omit
fi
