import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { Kind } from "../bytes/facts.ts";
import type { Config } from "../config.ts";
import { Credentials } from "./credentials.ts";
import { Meter, type Reading } from "./meter.ts";
import { judge, MOST_RETRIES, wait } from "./retry.ts";
import { Transport } from "./transport.ts";

/** What is uploaded: the bytes and what they are. */
export interface Parcel {
  readonly bytes: Uint8Array;
  readonly kind: Kind;
}

/** A job as the visitor ordered it. */
export interface Order {
  readonly jobId: string;
  readonly clip: Parcel;
  readonly style: string;
  readonly ownStyle: Parcel | undefined;
  readonly strength: number;
  readonly keepColours: boolean;
  readonly email: string;
}

/** What a sending tells while it goes on. */
export interface Listener {
  progress(reading: Reading): void;
  /** The connection was lost; the next try comes in so many seconds. */
  retrying(retry: number, of: number, seconds: number): void;
  /** Nothing has moved for so many seconds; 0 when it moves again. */
  stalled(seconds: number): void;
}

const EXTENSIONS: Record<Kind, string> = {
  gif: "gif",
  png: "png",
  jpeg: "jpg",
  webp: "webp",
  mp4: "mp4",
  webm: "webm",
};
const LEAST_PART = 5 * 1024 * 1024;
const STALLED_AFTER = 8_000;
const CUT_AFTER = 40_000;

/** One order on its way to S3. */
export class Sending {
  readonly #transport = new Transport();
  readonly #credentials: Credentials;
  readonly #client: S3Client;
  readonly #abort = new AbortController();
  readonly #meter: Meter;
  #before = 0;
  #waiting = false;

  constructor(
    readonly config: Config,
    readonly order: Order,
    readonly listener: Listener,
  ) {
    this.#credentials = new Credentials(config);
    this.#meter = new Meter(order.clip.bytes.length + (order.ownStyle?.bytes.length ?? 0));
    this.#client = this.#makeClient();
  }

  /** Resolves once S3 has everything. Rejects with an AbortError after `cancel`. */
  async done(): Promise<void> {
    const watch = setInterval(() => this.#lookForStall(), 1000);
    try {
      const { identityId } = await this.#visitor();
      const stem = `uploads/${identityId}/${this.order.jobId}`;
      // The clip starts the job, so a style picture of the visitor's own must be there first.
      if (this.order.ownStyle) await this.#put(`${stem}.style`, this.order.ownStyle, {});
      const { clip } = this.order;
      await this.#put(`${stem}.${EXTENSIONS[clip.kind]}`, clip, this.#metadata());
    } finally {
      clearInterval(watch);
    }
  }

  /** Stops for good: nothing of it will be painted. */
  cancel(): void {
    this.#transport.cancel();
    this.#abort.abort();
  }

  /** Cuts the connection that does not move and tries again. */
  restart(): void {
    this.#transport.interrupt();
  }

  /** The first word with AWS: patient like the upload itself. */
  async #visitor() {
    for (let retry = 0; ; retry += 1) {
      this.#abort.signal.throwIfAborted();
      try {
        return await this.#credentials.visitor();
      } catch (error) {
        if (judge(error) === "give up" || retry >= MOST_RETRIES) throw error;
        await this.#sleep(this.#announceRetry(retry));
      }
    }
  }

  async #put(key: string, parcel: Parcel, metadata: Record<string, string>): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      abortController: this.#abort,
      // In one request: the clip is there whole or not at all, and the bucket's CORS rules and the
      // visitor's role have to allow nothing but PUT.
      partSize: Math.max(LEAST_PART, parcel.bytes.length),
      params: {
        Bucket: this.config.uploadsBucket,
        Key: key,
        Body: parcel.bytes,
        ContentType: contentType(parcel.kind),
        Metadata: metadata,
      },
    });
    upload.on("httpUploadProgress", ({ loaded = 0 }) => {
      this.#waiting = false;
      this.listener.progress(this.#meter.update(this.#before + loaded));
    });
    this.#abort.signal.throwIfAborted();
    await upload.done();
    this.#before += parcel.bytes.length;
  }

  #metadata(): Record<string, string> {
    return {
      email: this.order.email,
      style: this.order.style,
      strength: this.order.strength.toFixed(2),
      "keep-colours": String(this.order.keepColours),
    };
  }

  #makeClient(): S3Client {
    const { region, endpointUrl } = this.config;
    return new S3Client({
      region,
      ...(endpointUrl ? { endpoint: endpointUrl, forcePathStyle: true } : {}),
      credentials: this.#credentials.provider,
      requestHandler: this.#transport,
      retryStrategy: {
        mode: "patient",
        acquireInitialRetryToken: async () => token(0, 0),
        refreshRetryTokenForRetry: async (last, { error }) => {
          const retry = last.getRetryCount();
          return token(retry + 1, this.#nextTry(error, retry) * 1000);
        },
        recordSuccess: () => {},
      },
      // What S3 checks by itself (TLS, Content-Length) suffices for one small object.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  /** Seconds until the next try of a request; throws the error that no try will mend. */
  #nextTry(error: unknown, retry: number): number {
    const verdict = judge(error);
    if (verdict === "give up" || retry >= MOST_RETRIES || this.#abort.signal.aborted) throw error;
    if (verdict === "again with new credentials") this.#credentials.renew();
    return this.#announceRetry(retry);
  }

  #announceRetry(retry: number): number {
    const seconds = wait(retry);
    this.#waiting = true;
    this.#meter.resume();
    this.listener.retrying(retry + 1, MOST_RETRIES, seconds);
    return seconds;
  }

  #lookForStall(): void {
    if (this.#waiting) return;
    const { quiet } = this.#meter;
    if (quiet >= CUT_AFTER) {
      this.#meter.resume();
      this.restart();
    } else {
      this.listener.stalled(quiet >= STALLED_AFTER ? Math.round(quiet / 1000) : 0);
    }
  }

  #sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

function token(count: number, delay: number) {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}

function contentType(kind: Kind): string {
  return `${kind === "mp4" || kind === "webm" ? "video" : "image"}/${kind}`;
}
