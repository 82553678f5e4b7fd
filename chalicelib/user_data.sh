#!/bin/bash
# Paints one job on this machine, then powers off, whatever happens.
set -uo pipefail

# Before anything that can hang: a machine that nobody releases releases itself.
shutdown -h +"$LIFETIME_MINUTES"

power_off() {
  echo "Powering off: $1"
  shutdown -h now
  exit
}

cd "$(mktemp -d)" || power_off "there is no room to work in"
command -v painter-python >/dev/null || power_off "this image has no painter-python"

cat >instance_boot.py <<'INSTANCE_BOOT'
@INSTANCE_BOOT@
INSTANCE_BOOT

painter-python instance_boot.py
power_off "the painter ended with status $?"
