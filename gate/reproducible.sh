#!/usr/bin/env bash
# Build the client twice, from two folders, in two time zones and a year apart, and compare every byte.
set -euo pipefail
cd "$(dirname "$0")/.."
gate=$PWD/gate
work=$(mktemp -d)
trap 'wait; rm -rf "$work"' EXIT

build_in() { # folder, time zone, options of node
  mkdir -p "$1"
  tar --exclude=web/dist -cf - web src/repatria/{reference,cli/locales,screening/{model,own_lists,measured_kinds,commonness}.json,server/alarms/mail.json} | tar -C "$1" -xf -
  (cd "$1/web" && TZ=$2 NODE_OPTIONS=$3 npm run --silent build)
}
build_in "$work/one" UTC '' &
build_in "$work/a-longer-name/two" Asia/Kathmandu "--require=$gate/a-year-later.cjs"
wait $!
diff -r "$work/one/web/dist" "$work/a-longer-name/two/web/dist"
echo "identical: $(sha256sum < "$work/one/web/dist/manifest.json" | cut -c1-64) (SHA-256 of manifest.json)"
