/** How far an upload is: bytes, and seconds left once its speed is known. */
export interface Reading {
  readonly loaded: number;
  readonly total: number;
  readonly share: number;
  readonly secondsLeft: number | undefined;
}

const SETTLING_SECONDS = 1;
const MEMORY_SECONDS = 5;

/** Turns byte counts into a steady speed: an average that forgets within a few seconds. */
export class Meter {
  #loaded = 0;
  #at: number;
  readonly #began: number;
  #speed: number | undefined;

  constructor(
    readonly total: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#began = this.#at = now();
  }

  /** Milliseconds since the count last grew. */
  get quiet(): number {
    return this.now() - this.#at;
  }

  /** A fresh start of the clock, as after a break: the count so far is kept. */
  resume(): void {
    this.#at = this.now();
    this.#speed = undefined;
  }

  /** Takes the bytes sent so far; a smaller count than before means that some are sent again. */
  update(loaded: number): Reading {
    const now = this.now();
    const seconds = (now - this.#at) / 1000;
    if (loaded < this.#loaded) this.#speed = undefined;
    else if (seconds > 0 && loaded > this.#loaded) {
      const speed = (loaded - this.#loaded) / seconds;
      const weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
      this.#speed =
        this.#speed === undefined ? speed : this.#speed + weight * (speed - this.#speed);
    }
    if (loaded !== this.#loaded) this.#at = now;
    this.#loaded = loaded;
    return this.read();
  }

  read(): Reading {
    const settled = this.now() - this.#began >= SETTLING_SECONDS * 1000;
    const left = this.total - this.#loaded;
    return {
      loaded: this.#loaded,
      total: this.total,
      share: this.total > 0 ? Math.min(1, this.#loaded / this.total) : 0,
      secondsLeft: settled && this.#speed ? left / this.#speed : undefined,
    };
  }
}
