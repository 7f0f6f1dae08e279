#!/usr/bin/env bash
# Install from Debian what the tests drive and this machine lacks: a browser, PostgreSQL. Asks nothing.
# Where it may not (no apt, no root), it says what is missing and fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
need() { # package, then a test that it is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb'; }
has_libatomic() { ldconfig -p | grep 'libatomic\.so\.1'; }
has_certificates() { test -s /etc/ssl/certs/ca-certificates.crt; }
has_browser() { command -v "${REPATRIA_CHROMIUM:-chromium}" || command -v google-chrome; }

export PATH=$PATH:/usr/sbin:/sbin
need make command -v make
need git command -v git
need chromium has_browser
need libatomic1 has_libatomic # what Playwright's driver is linked to
need postgresql has_postgres
need ca-certificates has_certificates
((${#missing[@]})) || exit 0

as_root=()
[[ $EUID -eq 0 ]] || as_root=(sudo --non-interactive)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "setup: the tests need ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
  exit 1
fi

# Lists and packages together: a package that is gone from a mirror needs newer lists.
[[ ${1:-} == --once ]] || exec gate/again.sh "installing ${missing[*]}" gate/system-packages.sh --once

echo "setup: system packages (${missing[*]})"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
"${as_root[@]}" "${apt[@]}" update
# Debian would start a database cluster of its own: the tests start theirs.
if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null || {
  tail -n 30 "$log" >&2
  exit 1
}
