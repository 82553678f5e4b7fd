import { KINDS, type Kind } from "./bytes/facts.ts";

/** The most a clip may have: bytes of the file, pixels of one frame, frames, seconds. */
export interface Limits {
  readonly bytes: number;
  readonly pixels: number;
  readonly frames: number;
  readonly seconds: number;
}

/** How fast a stage paints, for the guess that visitors read before they send. */
export interface Pace {
  readonly startSeconds: number;
  readonly secondsPerFrame: number;
  /** The painter's time budget: it paints coarser rather than longer. */
  readonly mostSeconds: number;
}

/** Everything that differs between stages; the deployment writes it to config.json. */
export interface Config {
  readonly region: string;
  readonly identityPoolId: string;
  readonly uploadsBucket: string;
  readonly apiUrl: string;
  readonly endpointUrl: string | undefined;
  readonly limits: Limits;
  readonly keepDays: number;
  readonly kinds: readonly Kind[];
  readonly pace: Pace;
}

const USUAL_PACE = { start_seconds: 180, seconds_per_frame: 6, most_seconds: 3600 };

/** Fetches and checks config.json; rejects with a message that names what is missing. */
export async function loadConfig(fetcher: typeof fetch = fetch): Promise<Config> {
  const response = await fetcher("./config.json");
  if (!response.ok) throw new Error(`config.json answered ${response.status}`);
  return parseConfig(await response.json());
}

export function parseConfig(json: unknown): Config {
  const given = new Given(json, "config.json");
  const limits = given.inside("limits");
  const pace = given.has("pace") ? given.inside("pace") : new Given(USUAL_PACE, "pace");
  return {
    region: given.text("region"),
    identityPoolId: given.text("identity_pool_id"),
    uploadsBucket: given.text("uploads_bucket"),
    apiUrl: given.text("api_url").replace(/\/+$/, ""),
    endpointUrl: given.has("endpoint_url") ? given.text("endpoint_url") : undefined,
    limits: {
      bytes: limits.number("bytes"),
      pixels: limits.number("pixels"),
      frames: limits.number("frames"),
      seconds: limits.number("seconds"),
    },
    keepDays: given.number("keep_days"),
    kinds: given.has("kinds") ? given.list("kinds", KINDS) : KINDS,
    pace: {
      startSeconds: pace.number("start_seconds"),
      secondsPerFrame: pace.number("seconds_per_frame"),
      mostSeconds: pace.number("most_seconds"),
    },
  };
}

/** A JSON object that is asked for members of a certain type. */
class Given {
  readonly #members: Record<string, unknown>;

  constructor(
    json: unknown,
    readonly name: string,
  ) {
    if (typeof json !== "object" || json === null) throw new Error(`${name} is no object`);
    this.#members = json as Record<string, unknown>;
  }

  has(key: string): boolean {
    return this.#members[key] !== undefined && this.#members[key] !== null;
  }

  text(key: string): string {
    return this.#typed<string>(key, "string");
  }

  number(key: string): number {
    return this.#typed<number>(key, "number");
  }

  list<T extends string>(key: string, allowed: readonly T[]): readonly T[] {
    const value = this.#members[key];
    if (!Array.isArray(value)) throw new Error(`${this.name}: ${key} is no list`);
    const odd = value.filter((each) => !allowed.includes(each));
    if (odd.length > 0) throw new Error(`${this.name}: ${key} has ${odd.join(", ")}`);
    return value;
  }

  inside(key: string): Given {
    return new Given(this.#members[key], `${this.name}: ${key}`);
  }

  #typed<T>(key: string, type: string): T {
    const value = this.#members[key];
    if (typeof value !== type) throw new Error(`${this.name}: ${key} is no ${type}`);
    return value as T;
  }
}
