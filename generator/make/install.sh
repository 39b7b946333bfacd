#!/bin/sh
# Installs phx, or takes it away again. Usage:
#
#   DESTDIR=… install.sh install|uninstall BUILD PREFIX
#
# The program needs no other file: the manual page and the completions are
# printed by it, the rest is for reading.
set -eu
verb=$1
phx=$2/phx
to=${DESTDIR:-}$3
cd "$(dirname "$0")/../.."

doc=$to/share/doc/phx
man=$to/share/man/man1/phx.1
bash=$to/share/bash-completion/completions/phx
zsh=$to/share/zsh/site-functions/_phx
fish=$to/share/fish/vendor_completions.d/phx.fish

# printed FILE COMMAND...: what the command prints becomes the file.
printed() {
    file=$1
    shift
    mkdir -p "${file%/*}"
    "$@" >"$file"
    chmod 644 "$file"
}

case $verb in
install)
    install -d "$to/bin" "$doc/manual"
    install -m 755 "$phx" "$to/bin/phx"
    install -m 644 LICENSE README.md README.zh.md CHANGELOG.md "$doc"
    install -m 644 content/docs/*.md "$doc/manual"
    printed "$doc/LICENCES" "$phx" version --licences
    printed "$man" "$phx" help --man
    printed "$bash" "$phx" help --completion bash
    printed "$zsh" "$phx" help --completion zsh
    printed "$fish" "$phx" help --completion fish
    ;;
uninstall)
    rm -f "$to/bin/phx" "$man" "$bash" "$zsh" "$fish"
    rm -rf "$doc"
    ;;
*)
    echo "usage: install.sh install|uninstall BUILD PREFIX" >&2
    exit 2
    ;;
esac
