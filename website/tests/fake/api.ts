import { type Answer, json, type Listening, listen, type Reply, type Request } from "./server.ts";

type Json = Record<string, unknown>;

/** The HTTP contract of the API over job records that a test writes. */
export class FakeApi {
  readonly jobs = new Map<string, Json>();
  styles: Json[] = [];
  /** Questions that get no answer before the next one does. */
  outages = 0;
  asked = 0;
  readonly media = new Map<string, { type: string; body: Buffer }>();
  #listening: Listening | undefined;

  constructor(readonly siteOrigin: () => string) {}

  get origin(): string {
    return this.#listening?.origin ?? "";
  }

  async start(): Promise<void> {
    this.#listening = await listen((request) => this.#answer(request));
  }

  async close(): Promise<void> {
    await this.#listening?.close();
  }

  get #cors(): Record<string, string> {
    return {
      "Access-Control-Allow-Origin": this.siteOrigin(),
      "Access-Control-Allow-Methods": "GET,DELETE",
    };
  }

  #answer(request: Request): Reply {
    if (request.method === "OPTIONS") return { status: 200, headers: this.#cors };
    const file = this.media.get(request.path);
    if (file) return { status: 200, headers: { "Content-Type": file.type }, body: file.body };
    this.asked += 1;
    if (this.outages > 0) {
      this.outages -= 1;
      return "cut";
    }
    if (request.path === "/styles") return json({ styles: this.styles }, this.#cors);
    return this.#job(request);
  }

  #job({ method, path, query }: Request): Answer {
    const [, , id = "", what] = path.split("/");
    const job = this.jobs.get(id);
    if (!job) return json({ Code: "NotFoundError", Message: "no such job" }, this.#cors, 404);
    if (method === "DELETE") {
      this.jobs.delete(id);
      return { status: 204, headers: this.#cors };
    }
    if (what === "clip") return this.#found("/media/clip");
    if (what === "painting") return this.#found(`/media/painting.${query.get("format") ?? "gif"}`);
    return json(job, this.#cors);
  }

  #found(path: string): Answer {
    return { status: 302, headers: { ...this.#cors, Location: this.origin + path } };
  }
}
