#!/bin/bash
# Paints one job on this machine, then powers off, whatever happens.
set -uo pipefail

# Before anything that can hang: a machine that nobody releases releases itself.
shutdown -h +"$LIFETIME_MINUTES"

power_off() {
  shutdown -h now
  exit
}

# What is said and told before the painter's Python can, the AWS CLI of AWS's base image does.
say() { # TEXT
  local stream
  echo "$1"
  me=${me:-$(aws sts get-caller-identity --query UserId --output text)}
  [ -n "$me" ] || return
  stream=$JOB_ID/${me#*:}
  aws logs create-log-stream --log-group-name "$PAINTER_LOGS" --log-stream-name "$stream" 2>/dev/null
  aws logs put-log-events --log-group-name "$PAINTER_LOGS" --log-stream-name "$stream" \
    --log-events "timestamp=$(date +%s000),message='${1//\'/’}'" >/dev/null
}

tell() { # ERROR CAUSE
  local token
  say "$1: $2"
  [ -n "$me" ] || return
  for _ in {1..300}; do
    token=$(aws dynamodb get-item --table-name "$PAINTERS_TABLE" --key "{\"painter_id\": {\"S\": \"$me\"}}" \
      --query Item.task_token.S --consistent-read --output text) || return
    case $token in None) sleep 2 ;; *) break ;; esac
  done
  aws stepfunctions send-task-failure --task-token "$token" --error "$1" --cause "${2:0:2000}"
}

fail() { # ERROR CAUSE
  tell "$1" "$2"
  power_off
}

write_files() {
  work=$(mktemp -d) && cd "$work" && mkdir chalicelib || return
  cat >chalicelib/instance_log.py <<'INSTANCE_LOG' || return
@INSTANCE_LOG@
INSTANCE_LOG
  cat >chalicelib/instance_boot.py <<'INSTANCE_BOOT'
@INSTANCE_BOOT@
INSTANCE_BOOT
}

# On a machine whose image was not built for it: the painter's Python, from wheels.
fetch_wheels() {
  mkdir wheels &&
    aws s3 cp --recursive --only-show-errors "s3://$MEDIA_BUCKET/artifacts/wheelhouse-$WHEELHOUSE/" wheels
}

check_wheels() {
  cd wheels &&
    echo "$WHEELHOUSE  SHA256SUMS" | sha256sum --check --quiet --strict &&
    sha256sum --check --quiet --strict SHA256SUMS
}

install_wheels() {
  local pip
  mkdir bin && python3 -m venv --without-pip python && cd wheels || return
  pip=$(cut -c67- SHA256SUMS | grep '^pip-') || return
  cut -c67- SHA256SUMS | PYTHONPATH=$pip xargs ../python/bin/python -m pip install --quiet \
    --no-index --no-deps --no-cache-dir --root-user-action=ignore --disable-pip-version-check || return
  printf '#!/bin/sh\nexec %q "$@"\n' "$work/python/bin/python" >../bin/painter-python
  chmod 0755 ../bin/painter-python
}

write_files || fail Interrupted "there is no room to work in"
if ! command -v painter-python >/dev/null; then
  [ -n "$WHEELHOUSE" ] || fail PaintingFailed \
    "this image has no painter-python, and the stage no wheelhouse to install it from"
  say "Installing from the wheelhouse $WHEELHOUSE"
  trouble=$(fetch_wheels 2>&1) || fail Interrupted "the wheelhouse could not be fetched: $trouble"
  trouble=$(check_wheels 2>&1) || fail PaintingFailed "the wheelhouse is not as it was: $trouble"
  trouble=$(install_wheels 2>&1) || fail PaintingFailed "the wheelhouse cannot be installed: $trouble"
  PATH=$work/bin:$PATH
fi

export PYTHONUNBUFFERED=1
# Should the log's shipping end, what it was to tell of goes on.
trap '' PIPE
{
  painter-python -m chalicelib.instance_boot || tell Interrupted "the painter's Python ended with status $?"
  echo "Powering off"
  # At the latest, should something hold on to the log.
  shutdown -h +1
} 2>&1 | painter-python -m chalicelib.instance_log
power_off
