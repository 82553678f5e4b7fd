/** When to ask again: quickly while things move, ever more slowly while they do not. */
export interface Rhythm {
  readonly first: number;
  readonly growth: number;
  readonly slowest: number;
}

export const WATCHING: Rhythm = { first: 2_000, growth: 1.3, slowest: 20_000 };
export const FAILING: Rhythm = { first: 2_000, growth: 2, slowest: 60_000 };

/** Milliseconds until the next question after `quiet` questions in a row brought nothing new. */
export function pause(rhythm: Rhythm, quiet: number): number {
  return Math.min(rhythm.slowest, rhythm.first * rhythm.growth ** quiet);
}

export interface Watch<T> {
  ask(): Promise<T>;
  /** Told every answer; says whether the last one was new and whether to go on. */
  answered(answer: T): { news: boolean; over: boolean };
  /** Told every failure and the milliseconds until the next try; says whether to go on. */
  failed(error: unknown, wait: number): boolean;
}

export interface Clock {
  after(milliseconds: number, call: () => void): () => void;
}

const REAL_CLOCK: Clock = {
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Asks until it is over or stopped; backs off while nothing changes and while asking fails. */
export class Poller<T> {
  #quiet = 0;
  #failures = 0;
  #over = false;
  #asking = false;
  #resting = false;
  #cancel: () => void = () => {};

  constructor(
    readonly watch: Watch<T>,
    readonly clock: Clock = REAL_CLOCK,
  ) {}

  /** Asks now, out of turn; what was waiting is forgotten. */
  async now(): Promise<void> {
    this.#resting = false;
    if (this.#over || this.#asking) return;
    this.#cancel();
    this.#asking = true;
    const wait = await this.#ask();
    this.#asking = false;
    if (this.#over || this.#resting) return;
    this.#cancel = this.clock.after(wait, () => void this.now());
  }

  /** Waits, as for a hidden page, until `now` is called. */
  rest(): void {
    this.#resting = true;
    this.#cancel();
  }

  stop(): void {
    this.#over = true;
    this.#cancel();
  }

  async #ask(): Promise<number> {
    let answer: T;
    try {
      answer = await this.watch.ask();
    } catch (error) {
      const wait = pause(FAILING, this.#failures);
      this.#failures += 1;
      if (!this.#over) this.#over = !this.watch.failed(error, wait);
      return wait;
    }
    this.#failures = 0;
    if (this.#over) return 0;
    const { news, over } = this.watch.answered(answer);
    this.#over ||= over;
    this.#quiet = news ? 0 : this.#quiet + 1;
    return pause(WATCHING, this.#quiet);
  }
}
