#!/usr/bin/env bash
# Makes a fresh machine ready: `set_up.sh demo` for Python alone, `set_up.sh page` for the page as
# well, on top of that `set_up.sh test` for a browser, or `set_up.sh check` for checkov.
# As root on Debian it installs what is missing; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-demo}
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

need() { # need COMMAND-THAT-MUST-SUCCEED PACKAGES...: installs the packages if it does not
  local check=$1
  shift
  bash -c "$check" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    bash -c "$check" >/dev/null 2>&1 && return
  fi
  say "Missing: please install $* (the check was: $check)"
  exit 1
}

venv() { # venv FOLDER REQUIREMENTS: makes it anew only when the requirements changed
  local folder=$1 requirements=$2 wanted
  wanted=$({ "$python" --version; cat requirements*.txt gpu_task/requirements*.txt localcloud/requirements*.txt infrastructure/requirements*.txt; cat constraints.txt; } | sha256sum)
  [ "$(cat "$folder/.ready" 2>/dev/null)" = "$wanted" ] && return
  say "Making $folder (once)"
  [ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
  local what=(-r "$requirements") # never empty: the Bash of macOS takes an empty list for an unset one
  [ "$folder" = .venv ] && what+=(-c constraints.txt)
  "$folder/bin/pip" install --quiet --disable-pip-version-check "${what[@]}"
  printf '%s' "$wanted" >"$folder/.ready"
}

need "$python -c 'import sys; sys.exit(sys.version_info < (3, 11))'" python3
need "$python -c 'import ensurepip, venv'" python3-venv
venv .venv requirements-dev.txt
venv .venv-cloud localcloud/requirements-server.txt
venv .venv-lambda localcloud/requirements-lambda.txt
.venv/bin/python -m infrastructure prepare

[ "$purpose" = demo ] && exit

need 'node -e "process.exit(+(process.versions.node.split(\".\")[0] < 20))"' nodejs npm
need 'npm --version' npm
if ! cmp -s website/package-lock.json website/node_modules/.ready; then
  say "Installing the page's packages (once)"
  (cd website && npm ci --loglevel=error --no-audit --no-fund)
  cp website/package-lock.json website/node_modules/.ready
fi

if [ "$purpose" = check ]; then
  venv .venv-checkov infrastructure/requirements-checkov.txt
fi
if [ "$purpose" = test ]; then
  need 'command -v chromium || command -v chromium-browser || command -v google-chrome' chromium
fi
