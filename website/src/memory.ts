/** A job that was sent from this browser. */
export interface Sent {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

const KEY = "visualneurons.sent";
const MOST = 5;
/** A record may appear this long after its upload, says the promise of S3 events. */
const MILLISECONDS_TO_APPEAR = 120_000;

/** Remembers the last few jobs of this browser; forgets quietly where storage is not allowed. */
export class Memory {
  constructor(
    readonly storage: Pick<Storage, "getItem" | "setItem">,
    readonly now: () => number = Date.now,
  ) {}

  all(): readonly Sent[] {
    try {
      const parsed: unknown = JSON.parse(this.storage.getItem(KEY) ?? "[]");
      return Array.isArray(parsed) ? parsed.filter(isSent) : [];
    } catch {
      return [];
    }
  }

  add(id: string, name: string): void {
    this.#write([{ id, name, at: this.now() }, ...this.all()].slice(0, MOST));
  }

  forget(id: string): void {
    this.#write(this.all().filter((sent) => sent.id !== id));
  }

  find(id: string): Sent | undefined {
    return this.all().find((sent) => sent.id === id);
  }

  /** Whether this job was sent a moment ago, so that its record may still be on its way. */
  isFresh(id: string): boolean {
    const sent = this.find(id);
    return sent !== undefined && this.now() - sent.at < MILLISECONDS_TO_APPEAR;
  }

  #write(all: readonly Sent[]): void {
    try {
      this.storage.setItem(KEY, JSON.stringify(all));
    } catch {
      // A full or forbidden storage costs a convenience only.
    }
  }
}

function isSent(value: unknown): value is Sent {
  const sent = value as Partial<Sent> | null;
  return (
    typeof sent?.id === "string" && typeof sent.name === "string" && typeof sent.at === "number"
  );
}
