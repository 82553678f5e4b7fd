#!/bin/bash
# Paints one job on this machine, then powers off, whatever happens.
set -uo pipefail

# Before anything that can hang: a machine that nobody releases releases itself.
shutdown -h +"$LIFETIME_MINUTES"

work=$(mktemp -d)
cd "$work" || shutdown -h now

if ! command -v painter-python >/dev/null; then
  echo "This machine image has no painter-python." >&2
  shutdown -h now
  exit 1
fi

painter-python - <<'FETCH' && PYTHONPATH="$work" painter-python -m gpu_task job "$JOB_ID"
import hashlib, io, os, zipfile
import boto3

package = boto3.client("s3").get_object(
    Bucket=os.environ["MEDIA_BUCKET"], Key=os.environ["PAINTER_PACKAGE"]
)["Body"].read()
digest = hashlib.sha256(package).hexdigest()
if digest not in os.environ["PAINTER_PACKAGE"]:
    raise SystemExit(f"the package has the hash {digest}, its name says another")
zipfile.ZipFile(io.BytesIO(package)).extractall(".")
FETCH
echo "The painter ended with status $?."
shutdown -h now
