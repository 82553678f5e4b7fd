/** What one HTTP answer of the API means to the page. */
export interface Style {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly year: string;
  readonly standIn: boolean;
  readonly picture: string;
}

export const STATUSES = [
  "uploaded",
  "rejected",
  "waiting_for_capacity",
  "starting",
  "painting",
  "ready",
  "failed",
  "capacity_exceeded",
] as const;
export type Status = (typeof STATUSES)[number];

export interface Progress {
  readonly frame: number;
  readonly of: number;
  readonly phase: string;
  readonly secondsLeft: number | undefined;
}

export interface Painting {
  readonly gif: string;
  readonly mp4: string;
  readonly webp: string;
  readonly poster: string;
}

export interface Job {
  readonly id: string;
  readonly status: Status;
  readonly style: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly reason: string | undefined;
  readonly notes: readonly string[];
  readonly frames: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly progress: Progress | undefined;
  readonly preview: string | undefined;
  readonly clip: string;
  readonly painting: Painting | undefined;
}

/** No such job: the link is wrong, or the job was deleted or has expired. */
export class NoSuchJob extends Error {
  override name = "NoSuchJob";
}

/** The API did not answer, or not with sense; asking again later may help. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

type Json = Record<string, unknown>;

/** The API of one stage. Every method rejects with NoSuchJob or Unreachable only. */
export class Api {
  constructor(
    readonly url: string,
    readonly fetcher: typeof fetch = (...call) => fetch(...call),
    readonly patience = 20_000,
  ) {}

  async styles(): Promise<readonly Style[]> {
    const body = await this.#json("/styles");
    return sensibly(() => (body.styles as Json[]).map(parseStyle));
  }

  async job(id: string): Promise<Job> {
    const body = await this.#json(this.#path(id));
    return sensibly(() => parseJob(body, this.url));
  }

  async delete(id: string): Promise<void> {
    await this.#ask(this.#path(id), "DELETE");
  }

  #path(id: string): string {
    return `/jobs/${encodeURIComponent(id)}`;
  }

  async #json(path: string): Promise<Json> {
    const response = await this.#ask(path, "GET");
    try {
      return (await response.json()) as Json;
    } catch (cause) {
      throw new Unreachable("the answer is no JSON", { cause });
    }
  }

  async #ask(path: string, method: string): Promise<Response> {
    const response = await this.#fetch(path, method);
    if (response.status === 404) throw new NoSuchJob(path);
    if (!response.ok) throw new Unreachable(`${path} answered ${response.status}`);
    return response;
  }

  async #fetch(path: string, method: string): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(this.patience);
      return await this.fetcher(this.url + path, { method, signal, cache: "no-store" });
    } catch (cause) {
      throw new Unreachable(`${path} did not answer`, { cause });
    }
  }
}

function sensibly<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new Unreachable("the answer makes no sense", { cause });
  }
}

function parseStyle(json: Json): Style {
  return {
    id: String(json.id),
    title: String(json.title),
    artist: String(json.artist),
    year: String(json.year),
    standIn: json.stand_in === true,
    picture: String(json.picture),
  };
}

/** Turns the answer of GET /jobs/{job_id} into a Job; throws on an unknown status. */
export function parseJob(json: Json, apiUrl: string): Job {
  const status = json.status as Status;
  if (!STATUSES.includes(status)) throw new Error(`unknown status ${String(json.status)}`);
  const clip = (json.clip ?? {}) as Json;
  const id = String(json.job_id);
  return {
    id,
    status,
    style: String(json.style),
    createdAt: String(json.created_at),
    expiresAt: String(json.expires_at),
    reason: optionalText(json.reason),
    notes: Array.isArray(json.notes) ? json.notes.map(String) : [],
    frames: optionalNumber(clip.frames),
    width: optionalNumber(clip.width),
    height: optionalNumber(clip.height),
    progress: json.progress ? parseProgress(json.progress as Json) : undefined,
    preview: optionalText(json.preview),
    clip: `${apiUrl}/jobs/${id}/clip`,
    painting: json.painting ? parsePainting(json.painting as Json, apiUrl) : undefined,
  };
}

function parseProgress(json: Json): Progress {
  return {
    frame: optionalNumber(json.frame) ?? 0,
    of: optionalNumber(json.of) ?? 0,
    phase: String(json.phase),
    secondsLeft: optionalNumber(json.seconds_left),
  };
}

function parsePainting(json: Json, apiUrl: string): Painting {
  const at = (form: keyof Painting) => {
    const address = String(json[form]);
    return address.startsWith("/") ? apiUrl + address : address;
  };
  return { gif: at("gif"), mp4: at("mp4"), webp: at("webp"), poster: at("poster") };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
