import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly raw: IncomingMessage;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** "hang" never answers; "cut" breaks the connection. */
export type Reply = Answer | "hang" | "cut";

/** A server on a loopback port of its own, and its origin. */
export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(
  answer: (request: Request) => Reply | Promise<Reply>,
  early: (raw: IncomingMessage) => Reply | undefined = () => undefined,
): Promise<Listening> {
  const server = createServer((raw, response) => {
    const hasty = early(raw);
    if (hasty) send(hasty, response);
    else
      void readRequest(raw)
        .then(answer, () => "cut" as const)
        .then((reply) => send(reply, response));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

async function readRequest(raw: IncomingMessage): Promise<Request> {
  const url = new URL(raw.url ?? "/", "http://here");
  const chunks: Buffer[] = [];
  for await (const chunk of raw) chunks.push(chunk as Buffer);
  return {
    method: raw.method ?? "GET",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: raw.headers as Record<string, string>,
    body: Buffer.concat(chunks),
    raw,
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === "hang") return;
  if (reply === "cut") {
    response.socket?.destroy();
    return;
  }
  response.writeHead(reply.status, reply.headers ?? {});
  response.end(reply.body ?? "");
}

export function json(body: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}
