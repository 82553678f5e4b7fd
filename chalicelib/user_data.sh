#!/bin/bash
# Paints one job on this machine, then powers off, whatever happens.
set -uo pipefail

# Before anything that can hang: a machine that nobody releases releases itself.
shutdown -h +"$LIFETIME_MINUTES"

power_off() {
  shutdown -h now
  exit
}

# For what fails while the painter's Python cannot tell it: by the AWS CLI, which AWS's base image has.
tell() { # ERROR CAUSE
  local me instance token
  echo "$1: $2"
  me=$(aws sts get-caller-identity --query UserId --output text) || return
  instance=${me#*:}
  aws logs create-log-stream --log-group-name "$PAINTER_LOGS" --log-stream-name "$JOB_ID/$instance"
  aws logs put-log-events --log-group-name "$PAINTER_LOGS" --log-stream-name "$JOB_ID/$instance" \
    --log-events "timestamp=$(date +%s000),message='$1: ${2//\'/’}'" >/dev/null
  for _ in {1..300}; do
    token=$(aws dynamodb get-item --table-name "$JOBS_TABLE" --key "{\"job_id\": {\"S\": \"$JOB_ID\"}}" \
      --query "Item.instance_id.S == '$instance' && Item.task_token.S" --consistent-read --output text) || return
    case $token in None | False) sleep 2 ;; *) break ;; esac
  done
  aws stepfunctions send-task-failure --task-token "$token" --error "$1" --cause "$2"
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

write_files || fail Interrupted "there is no room to work in"
command -v painter-python >/dev/null || fail PaintingFailed "this image has no painter-python, and the stage no wheelhouse to install it from"

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
