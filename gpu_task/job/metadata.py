"""The instance metadata service (IMDSv2): who this machine is, and whether it is taken away."""

import os
import urllib.error
import urllib.request

DEFAULT_ENDPOINT = "http://169.254.169.254"
_TOKEN_SECONDS = "21600"  # noqa: S105
_TIMEOUT_SECONDS = 2.0


class InstanceMetadata:
    """Reads the metadata service at the address that the AWS tools also use."""

    def __init__(self, endpoint: str | None = None) -> None:
        chosen = endpoint or os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT", DEFAULT_ENDPOINT)
        self._endpoint = chosen.rstrip("/")

    def instance_id(self) -> str:
        """Raises OSError when this machine has no metadata service."""
        return self._get("instance-id") or ""

    def instance_type(self) -> str:
        """Raises OSError as above."""
        return self._get("instance-type") or ""

    def interruption(self) -> str | None:
        """The spot notice as it stands, None while there is none."""
        return self._get("spot/instance-action")

    def _get(self, path: str) -> str | None:
        headers = {"X-aws-ec2-metadata-token": self._token()}
        try:
            return self._request("GET", f"/latest/meta-data/{path}", headers)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise

    def _token(self) -> str:
        headers = {"X-aws-ec2-metadata-token-ttl-seconds": _TOKEN_SECONDS}
        return self._request("PUT", "/latest/api/token", headers)

    def _request(self, method: str, path: str, headers: dict[str, str]) -> str:
        request = urllib.request.Request(  # noqa: S310
            self._endpoint + path, method=method, headers=headers
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310
            return str(response.read().decode())
