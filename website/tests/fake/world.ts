import { readFile } from "node:fs/promises";
import { FakeApi } from "./api.ts";
import { FakeAws } from "./aws.ts";
import { FakeSite } from "./site.ts";

export const JOB = "0b8f2c1e-52d3-4f6a-9c1d-7e4a5b6c7d8e";

export const LIMITS = { bytes: 20_000_000, pixels: 1_000_000, frames: 300, seconds: 30 };

/** Site, API and AWS, each on an origin of its own, with nothing real behind them. */
export class World {
  readonly site = new FakeSite();
  readonly api = new FakeApi(() => this.site.origin);
  readonly aws = new FakeAws(() => this.site.origin);

  static async create(samples: string): Promise<World> {
    const world = new World();
    await Promise.all([world.site.start(), world.api.start(), world.aws.start()]);
    world.#configure();
    await world.#hang(samples);
    return world;
  }

  get origins(): string[] {
    return [this.site.origin, this.api.origin, this.aws.origin];
  }

  async close(): Promise<void> {
    await Promise.all([this.site.close(), this.api.close(), this.aws.close()]);
  }

  /** A job record as the API answers it. */
  job(status: string, more: Record<string, unknown> = {}): Record<string, unknown> {
    const job = {
      job_id: JOB,
      status,
      style: "starry-night",
      created_at: "2026-11-22T10:00:00+00:00",
      updated_at: "2026-11-22T10:00:00+00:00",
      expires_at: "2026-11-29T10:00:00+00:00",
      reason: null,
      notes: [],
      clip: { frames: 12, width: 320, height: 200, seconds: 1.2 },
      progress: null,
      preview: null,
      painting: null,
      ...more,
    };
    this.api.jobs.set(JOB, job);
    return job;
  }

  painting(frame: number, of: number, phase = "painting", secondsLeft: number | null = 95): void {
    this.job("painting", {
      progress: { frame, of, phase, seconds_left: secondsLeft },
      preview: frame > 0 ? `${this.api.origin}/media/preview.jpg` : null,
    });
  }

  ready(more: Record<string, unknown> = {}): void {
    const at = (form: string) => `/jobs/${JOB}/painting?format=${form}`;
    const painting = { gif: at("gif"), mp4: at("mp4"), webp: at("webp"), poster: at("poster") };
    this.job("ready", { painting, ...more });
  }

  #configure(): void {
    this.site.config = {
      region: "eu-central-1",
      identity_pool_id: "eu-central-1:99999999-2222-4333-8444-555555555555",
      uploads_bucket: "visualneurons-test-uploads",
      api_url: this.api.origin,
      endpoint_url: this.aws.origin,
      limits: LIMITS,
      keep_days: 7,
    };
  }

  async #hang(samples: string): Promise<void> {
    const catalogue = [
      ["scream", "The Scream", "Edvard Munch", "1893", false],
      ["composition-vii", "Composition VII", "Wassily Kandinsky", "1913", true],
      ["composition-viii", "Composition VIII", "Wassily Kandinsky", "1923", true],
      ["wheatstacks", "Wheatstacks (End of Summer)", "Claude Monet", "1890/91", true],
      ["starry-night", "The Starry Night", "Vincent van Gogh", "1889", false],
    ] as const;
    for (const [id, title, artist, year, standIn] of catalogue) {
      const picture = `${this.site.origin}/styles/${id}.jpg`;
      this.api.styles.push({
        id,
        title,
        artist,
        year,
        rights: "Public domain",
        stand_in: standIn,
        picture,
      });
      this.site.pictures.set(`/styles/${id}.jpg`, await readFile(`${samples}/style-${id}.jpg`));
    }
    await this.#layMedia(samples);
  }

  async #layMedia(samples: string): Promise<void> {
    const files = [
      ["/media/clip", "clip.gif", "image/gif"],
      ["/media/preview.jpg", "preview.jpg", "image/jpeg"],
      ["/media/painting.gif", "painted.gif", "image/gif"],
      ["/media/painting.webp", "painted.webp", "image/webp"],
      ["/media/painting.mp4", "painted.mp4", "video/mp4"],
      ["/media/painting.poster", "poster.png", "image/png"],
    ] as const;
    for (const [path, name, type] of files) {
      this.api.media.set(path, { type, body: await readFile(`${samples}/${name}`) });
    }
  }
}
