#!/bin/sh
# Builds script-init for this machine and the system call filters for every processor, when a source is newer.
#   build.sh TARGET    TARGET/sandbox/<processor as Java names it>/{script-init,*.bpf}
# Called by Maven on Linux; needs gcc, the C library's and libseccomp's headers.
set -eu
cd "$(dirname "$0")"
target=$1/sandbox

case $(uname -m) in
  x86_64) processor=amd64 ;;
  *) processor=$(uname -m) ;;
esac
init=$target/$processor/script-init

is_fresh() {
  [ -x "$init" ] && [ -e "$target/amd64/landlock-host-network.bpf" ] && [ -z "$(find . -type f -newer "$init" | head -n 1)" ]
}
if is_fresh; then exit 0; fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
missing() {
  echo "script-init cannot be built: $1. Install the packages:  gcc libc6-dev libseccomp-dev   (Debian's names)" >&2
  exit 1
}
compiler=${CC:-gcc}
command -v "$compiler" >/dev/null || missing "no C compiler ($compiler)"
echo 'int main(void) { return 0; }' >"$scratch/empty.c"
echo '#include <seccomp.h>' | cat - "$scratch/empty.c" >"$scratch/seccomp.c"
"$compiler" -o "$scratch/seccomp" "$scratch/seccomp.c" -lseccomp 2>/dev/null || missing "the C library's or libseccomp's headers are missing"
# Static: it also runs in containers with another C library or none.
linking=-static
"$compiler" -static -o "$scratch/empty" "$scratch/empty.c" 2>/dev/null || {
  linking=
  echo "script-init is linked dynamically: no static C library here" >&2
}

flags='-std=gnu11 -O2 -Wall -Wextra -Werror'
# shellcheck disable=SC2086
"$compiler" $flags $linking -s -o "$scratch/script-init" script_init.c failure.c tree.c forwarder.c confinement.c control.c
# shellcheck disable=SC2086
"$compiler" $flags -o "$scratch/filter" filter.c -lseccomp
mkdir -p "$target/$processor"
"$scratch/filter" "$target"
cp "$scratch/script-init" "$init.new"
chmod 755 "$init.new"
mv "$init.new" "$init"
