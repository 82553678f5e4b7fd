import type { IncomingMessage } from "node:http";
import { type Answer, json, type Listening, listen, type Reply, type Request } from "./server.ts";

export interface Stored {
  readonly key: string;
  readonly body: Buffer;
  readonly metadata: Record<string, string>;
}

/** How the next uploads go wrong, in order; when the list is empty they go well. */
export type Trouble =
  | "cut"
  | "hang"
  | "hang early"
  | "ExpiredToken"
  | "AccessDenied"
  | "SlowDown"
  | "RequestTimeTooSkewed";

const STATUS: Record<string, number> = { SlowDown: 503 };
export const IDENTITY = "eu-central-1:11111111-2222-4333-8444-555555555555";

/** As much of Cognito and S3 as the page talks to, with CORS enforced. */
export class FakeAws {
  readonly objects: Stored[] = [];
  readonly troubles: Trouble[] = [];
  readonly requests: string[] = [];
  credentials = 0;
  cognitoTroubles: ("cut" | "NotAuthorizedException")[] = [];
  onStored: (stored: Stored) => void = () => {};
  #listening: Listening | undefined;

  constructor(readonly siteOrigin: () => string) {}

  get origin(): string {
    return this.#listening?.origin ?? "";
  }

  async start(): Promise<void> {
    this.#listening = await listen(
      (request) => this.#answer(request),
      (raw) => this.#early(raw),
    );
  }

  async close(): Promise<void> {
    await this.#listening?.close();
  }

  /** A connection that hangs before the body is read stops the browser's progress too. */
  #early(raw: IncomingMessage): Reply | undefined {
    if (raw.method !== "PUT" || this.troubles[0] !== "hang early") return undefined;
    this.troubles.shift();
    return "hang";
  }

  get #cors(): Record<string, string> {
    return {
      "Access-Control-Allow-Origin": this.siteOrigin(),
      "Access-Control-Expose-Headers": "ETag",
    };
  }

  #answer(request: Request): Reply {
    this.requests.push(`${request.method} ${request.path}`);
    if (request.method === "OPTIONS") return this.#preflight(request);
    if (request.path === "/") return this.#cognito(request);
    if (!request.headers.authorization?.includes(`ASIA${this.credentials}`)) {
      return this.#refusal("InvalidAccessKeyId");
    }
    return this.#s3(request);
  }

  #preflight({ headers }: Request): Answer {
    if (headers.origin !== this.siteOrigin()) return { status: 403 };
    return {
      status: 200,
      headers: {
        ...this.#cors,
        "Access-Control-Allow-Methods":
          headers["access-control-request-method"] === "POST" ? "POST" : "PUT",
        "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "",
      },
    };
  }

  #cognito({ headers }: Request): Reply {
    const trouble = this.cognitoTroubles.shift();
    if (trouble === "cut") return "cut";
    if (trouble) return json({ __type: trouble, message: "no" }, this.#cors, 400);
    if (headers["x-amz-target"]?.endsWith("GetId"))
      return json({ IdentityId: IDENTITY }, this.#cors);
    this.credentials += 1;
    const Credentials = {
      AccessKeyId: `ASIA${this.credentials}`,
      SecretKey: "secret",
      SessionToken: "token",
      Expiration: Date.now() / 1000 + 3600,
    };
    return json({ IdentityId: IDENTITY, Credentials }, this.#cors);
  }

  #s3(request: Request): Reply {
    const { method, path } = request;
    const key = path.split("/").slice(2).join("/");
    if (method !== "PUT") return this.#refusal("AccessDenied");
    const trouble = this.troubles.shift();
    if (trouble === "cut" || trouble === "hang" || trouble === "hang early") {
      return trouble === "cut" ? "cut" : "hang";
    }
    if (trouble) return this.#refusal(trouble);
    return this.#store({ key, body: request.body, metadata: metadataOf(request) });
  }

  #store(stored: Stored): Answer {
    this.objects.push(stored);
    this.onStored(stored);
    return { status: 200, headers: { ...this.#cors, ETag: '"whole"' } };
  }

  #refusal(code: string): Answer {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
    const headers = { ...this.#cors, "Content-Type": "application/xml" };
    return { status: STATUS[code] ?? 403, headers, body };
  }
}

function metadataOf({ headers }: Request): Record<string, string> {
  const prefix = "x-amz-meta-";
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
