#!/bin/sh
# Installs the Debian packages that the build and the tests need and that are
# missing.  As root it installs them; as anyone else it prints the command.
#
#   tools/setup.sh          what building and testing need
#   tools/setup.sh --all    also what `make check` needs
set -eu
cd "$(dirname "$0")/.."

all=no
case "${1:-}" in
    --all) all=yes ;;
    "") ;;
    *) echo "usage: tools/setup.sh [--all]" >&2; exit 2 ;;
esac

stamp=build/.setup-done
[ $all = yes ] && stamp=build/.setup-all-done
done_already() {
    mkdir -p build
    : > $stamp
    if [ $all = yes ]; then : > build/.setup-done; fi
    exit 0
}
if [ -e $stamp ] && [ $stamp -nt tools/packages.txt ] && [ $stamp -nt tools/setup.sh ]; then
    exit 0
fi

wanted=
while read -r line; do
    case "$line" in
        "[check]") [ $all = yes ] || break ;;
        "" | "#"* | "["*) ;;
        *) wanted="$wanted $line" ;;
    esac
done < tools/packages.txt

if ! command -v dpkg-query > /dev/null; then
    echo "setup: not a Debian system; make sure that the equivalents of these are installed:" >&2
    echo " $wanted" >&2
    done_already
fi

missing=
# shellcheck disable=SC2086
present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true)
for package in $wanted; do
    case "
$present
" in
        *"
installed $package
"*) ;;
        *) missing="$missing $package" ;;
    esac
done

[ -z "$missing" ] && done_already

if [ "$(id -u)" != 0 ]; then
    echo "setup: some Debian packages are missing.  Install them with" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "setup: installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086
apt-get install -q -y --no-install-recommends $missing
done_already
