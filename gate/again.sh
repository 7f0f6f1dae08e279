#!/usr/bin/env bash
# Run an installing step up to four times, because mirrors and lines fail for a moment, and say which one failed.
# gate/again.sh WHAT COMMAND...
set -uo pipefail
what=$1
shift
status=0
for pause in ${REPATRIA_PAUSES:-5 20 60} never; do
  "$@" && exit 0
  status=$?
  [[ $pause == never ]] && break
  echo "setup: $what failed (exit code $status), again in $pause s" >&2
  sleep "$pause"
done
echo "setup: $what failed for good (exit code $status): $*" >&2
exit "$status"
