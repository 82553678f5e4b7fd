import type { Config } from "./config.ts";

/**
 * The Content-Security-Policy of this stage: beside the page itself, only its API, its S3 and its
 * Cognito may be asked for anything, and nothing but the page's own files runs.
 */
export function policyFor(config: Config): string {
  const api = new URL(config.apiUrl).origin;
  const aws = config.endpointUrl ? [new URL(config.endpointUrl).origin] : awsOrigins(config);
  // Presigned links name a bucket with or without its region.
  const buckets = config.endpointUrl
    ? aws
    : [`https://*.s3.${config.region}.amazonaws.com`, "https://*.s3.amazonaws.com"];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' blob: ${[api, ...buckets].join(" ")}`,
    `media-src blob: ${[api, ...buckets].join(" ")}`,
    `connect-src 'self' ${[api, ...aws].join(" ")}`,
  ].join("; ");
}

function awsOrigins({ region, uploadsBucket }: Config): string[] {
  return [
    `https://${uploadsBucket}.s3.${region}.amazonaws.com`,
    `https://cognito-identity.${region}.amazonaws.com`,
  ];
}

/** Puts the policy in force; it binds everything that the page asks for from here on. */
export function enforce(policy: string): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  document.head.append(meta);
}
