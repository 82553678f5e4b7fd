interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly bend: readonly [number, number, number, number];
  readonly width: number;
  readonly colour: string;
}

const WIDTH = 800;
const HEIGHT = 500;
/** Milliseconds of each animation frame that may go into painting: nothing else has to wait. */
const PATIENCE = 5;
const SKY = ["#14305f", "#1d4a8c", "#2f6cb3", "#5b93c9", "#9cc3dd", "#d9e6e4"];
const LIGHT = ["#f3c64b", "#f7dd86", "#e9a92f", "#fbeebb"];
const EARTH = ["#0d1e33", "#17352f", "#27513d", "#3f6a4a"];
const WHIRLS = [
  { x: 0.3, y: 0.36, reach: 0.3, turn: 1 },
  { x: 0.62, y: 0.24, reach: 0.2, turn: -1 },
  { x: 0.86, y: 0.46, reach: 0.24, turn: 1 },
] as const;

/** Repeatable random numbers in [0, 1) (mulberry32). */
function randomFrom(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    7,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The direction of the brush at a point: around the nearest whirls, else along the wind. */
function direction(x: number, y: number): number {
  let [dx, dy] = [1, 0.25 * Math.sin(x * 7 + y * 3)];
  for (const { x: cx, y: cy, reach, turn } of WHIRLS) {
    const [ox, oy] = [x - cx, (y - cy) * 0.63];
    const pull = 3.2 * Math.exp(-((ox * ox + oy * oy) / (reach * reach * 0.32)));
    const far = Math.hypot(ox, oy) + 1e-6;
    dx += (-turn * pull * oy) / far;
    dy += (turn * pull * ox) / far;
  }
  return Math.atan2(dy, dx);
}

function hill(x: number): number {
  return 0.8 - 0.09 * Math.sin(x * 5.2 + 0.6) - 0.05 * Math.sin(x * 11);
}

function colourAt(x: number, y: number, random: () => number): string {
  const pick = (colours: readonly string[]) => colours[Math.floor(random() * colours.length)] ?? "";
  if (y > hill(x)) return pick(EARTH);
  const near = Math.max(
    ...WHIRLS.map(
      ({ x: cx, y: cy, reach }) => 1 - Math.hypot(x - cx, (y - cy) * 0.63) / (reach * 0.36),
    ),
  );
  if (random() < near * 1.2) return pick(LIGHT);
  return random() < 0.05 ? pick(LIGHT) : pick(SKY);
}

/** Strokes in painting order, coarse to fine; the same for the same seed. */
function* plan(seed: string, amount: number): Generator<Stroke> {
  const random = randomFrom(seed);
  for (let index = 0; index < amount; index += 1) {
    const fine = index / amount;
    const [x, y] = [random() * 1.1 - 0.05, random() * 1.1 - 0.05];
    const length = (64 - 38 * fine) * (0.6 + random() * 0.8);
    const angle = direction(x, y) + (random() - 0.5) * 0.3;
    const [toX, toY] = [Math.cos(angle) * length, Math.sin(angle) * length];
    const later = direction(x + toX / WIDTH, y + toY / HEIGHT);
    const [endX, endY] = [(Math.cos(later) * length) / 2, (Math.sin(later) * length) / 2];
    yield {
      x: x * WIDTH,
      y: y * HEIGHT,
      bend: [toX / 2, toY / 2, toX / 2 + endX, toY / 2 + endY],
      width: (16 - 11 * fine) * (0.7 + random() * 0.6),
      colour: colourAt(x, y, random),
    };
  }
}

/** A canvas that paints itself, stroke by stroke: the picture of a picture being made. */
export class Strokes {
  readonly element = document.createElement("canvas");
  readonly #strokes: Generator<Stroke>;
  readonly #brush: CanvasRenderingContext2D | null;
  #drawn = 0;
  #goal = 0;
  #running = false;

  constructor(
    seed: string,
    readonly amount = 1900,
  ) {
    this.element.width = WIDTH;
    this.element.height = HEIGHT;
    this.element.className = "strokes";
    this.element.setAttribute("aria-hidden", "true");
    this.#strokes = plan(seed, amount);
    this.#brush = this.element.getContext("2d");
    if (this.#brush) this.#brush.lineCap = "round";
  }

  /** Paints on until this share of the picture is there; at once for those who like it calm. */
  paintTo(share: number, calm: boolean): void {
    this.#goal = Math.max(this.#goal, Math.round(share * this.amount));
    if (calm) this.#draw(this.#goal, Number.POSITIVE_INFINITY);
    else if (!this.#running) this.#step();
  }

  #step(): void {
    const left = this.#goal - this.#drawn;
    this.#running = left > 0;
    if (!this.#running) return;
    this.#draw(this.#drawn + Math.max(4, Math.ceil(left * 0.02)), performance.now() + PATIENCE);
    requestAnimationFrame(() => this.#step());
  }

  #draw(count: number, until: number): void {
    while (this.#drawn < count && performance.now() < until) {
      const { value, done } = this.#strokes.next();
      if (done) return;
      this.#drawn += 1;
      this.#stroke(value);
    }
  }

  #stroke({ x, y, bend: [ax, ay, bx, by], width, colour }: Stroke): void {
    const brush = this.#brush;
    if (!brush) return;
    brush.strokeStyle = colour;
    brush.lineWidth = width;
    brush.beginPath();
    brush.moveTo(x - ax, y - ay);
    brush.quadraticCurveTo(x, y, x + bx - ax, y + by - ay);
    brush.stroke();
  }
}
