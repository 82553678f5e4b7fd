import type { Kind } from "../bytes/facts.ts";
import { type Chosen, chooseClip } from "../choosing/chosen.ts";
import { shrinkInCanvas } from "../choosing/shrink.ts";
import type { Config } from "../config.ts";
import { calm, fill, focusOn, freshId, h } from "../dom.ts";
import { estimateSeconds } from "../estimate.ts";
import { kindName, limitsLine } from "../limits.ts";
import { Strokes } from "../strokes.ts";
import { about, count, dimensions, duration, size } from "../words.ts";
import { announce } from "./announcer.ts";
import { loadMedia, type Media, Player, pauseButton } from "./player.ts";
import { Problem } from "./problem.ts";

/** A clip at a blob address, loaded when this browser can show it. */
interface Shown {
  readonly address: string;
  readonly media: Media | undefined;
}

/** Where the clip is chosen: dropped, pasted, browsed for or taken; shown playing once it is. */
export class Chooser {
  readonly element: HTMLElement;
  readonly #problem: Problem;
  readonly #input: HTMLInputElement;
  readonly #canvas = h("div", { class: "canvas" });
  readonly #label = h("div", { class: "label" });
  readonly #limits: HTMLElement;
  readonly #strokes = new Strokes("an empty wall");
  #chosen: Chosen | undefined;
  #address: string | undefined;
  /** Choosing twice quickly must not let the slower first choice win. */
  #turn = 0;
  #isLooking = false;

  constructor(
    readonly config: Config,
    readonly chose: () => void,
  ) {
    const limits = freshId("limits");
    this.#input = this.#fileInput({ "aria-describedby": limits });
    this.#problem = new Problem(this.#input);
    this.#limits = h("p", { class: "limits", id: limits }, limitsLine(config.limits, config.kinds));
    this.element = h(
      "section",
      { class: "chooser", "aria-labelledby": "clip-heading" },
      h("h2", { id: "clip-heading" }, "The clip"),
      h("div", { class: "frame" }, h("div", { class: "mat" }, this.#canvas)),
      this.#problem.element,
      this.#label,
      this.#limits,
    );
    this.#showEmpty();
  }

  get chosen(): Chosen | undefined {
    return this.#chosen;
  }

  /** Says that a clip is missing or not known yet; true when there is one that counts. */
  check(): boolean {
    if (this.#chosen && !this.#isLooking) return true;
    if (this.#problem.isShown) return false;
    this.#problem.show(
      this.#isLooking
        ? "Your clip is still being looked at. Send it in a moment."
        : "Choose the clip or picture to be painted.",
    );
    return false;
  }

  /** Keeps what is chosen from being changed. */
  lock(locked: boolean): void {
    const browse = this.#input.closest("label");
    if (browse) browse.hidden = locked;
  }

  focus(): void {
    focusOn(this.#input);
  }

  /** Looks into a file and shows it, or why it cannot be taken. */
  async take(file: File): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#problem.clear();
    this.#isLooking = true;
    const choice = await chooseClip(file, this.config, shrinkInCanvas);
    const shown = "chosen" in choice ? await this.#load(choice.chosen) : undefined;
    if (turn !== this.#turn) {
      if (shown) URL.revokeObjectURL(shown.address);
      return;
    }
    this.#isLooking = false;
    if ("problem" in choice) this.#refuse(choice.problem);
    else if (shown) this.#show(choice.chosen, shown);
  }

  /** Several files were given at once: one clip becomes one painting. */
  takeOneOf(files: ArrayLike<File>): void {
    const [file] = Array.from(files);
    if (files.length > 1) this.#refuse("Choose one file at a time.");
    else if (file) void this.take(file);
  }

  #refuse(problem: string): void {
    this.#problem.show(this.#chosen ? `${problem} The clip before it is kept.` : problem);
    focusOn(this.#problem.element);
  }

  async #load({ name, parcel }: Chosen): Promise<Shown> {
    const type = mime(parcel.kind);
    const blob = new Blob([parcel.bytes as Uint8Array<ArrayBuffer>], { type });
    const address = URL.createObjectURL(blob);
    return {
      address,
      media: await loadMedia(address, `Your clip, ${name}`).catch(() => undefined),
    };
  }

  #show(chosen: Chosen, { address, media }: Shown): void {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = address;
    this.#chosen = chosen;
    this.#problem.clear();
    const player = media && new Player(media, chosen.facts.frames > 1);
    const hadFocus = document.activeElement === this.#input;
    fill(this.#canvas, player?.element ?? this.#withoutPreview());
    this.#showLabel(chosen, player && pauseButton([player]));
    // The input moves to its new place and would lose the focus on the way.
    if (hadFocus) this.#input.focus();
    this.chose();
    announce(`${chosen.name} is chosen. ${factsLine(chosen)}`);
  }

  #withoutPreview(): HTMLElement {
    return h(
      "p",
      { class: "no-preview" },
      "This browser cannot play the clip; it can still be sent.",
    );
  }

  #showLabel(chosen: Chosen, pause: HTMLElement | undefined): void {
    const seconds = estimateSeconds(chosen.facts, this.config.pace);
    fill(
      this.#label,
      h("p", { class: "label-title" }, chosen.name),
      h("div", { class: "label-actions" }, pause, this.#browseButton("Choose another", "quiet")),
      h(
        "div",
        { class: "label-text" },
        h("p", {}, factsLine(chosen)),
        chosen.original &&
          h("p", {}, `Made smaller for the painter, from ${sides(chosen.original)} pixels.`),
        h("p", {}, `Painting it takes ${about(seconds)} once a machine is free.`),
      ),
    );
    this.#limits.hidden = true;
    this.#label.hidden = false;
  }

  #showEmpty(): void {
    this.#label.hidden = true;
    const plate = h(
      "div",
      { class: "plate" },
      h("p", { class: "plate-title" }, inHand() ? "Choose your clip" : "Drop a clip here"),
      h(
        "div",
        { class: "plate-actions" },
        this.#browseButton("Choose a file", "main"),
        camera(this),
      ),
      !inHand() && h("p", { class: "plate-hint" }, "You can also paste a picture."),
    );
    fill(this.#canvas, this.#strokes.element, plate);
    this.#strokes.paintTo(1, calm());
  }

  /** A label that looks like a button; the real control is the file input inside it. */
  #browseButton(text: string, look: string): HTMLElement {
    return h("label", { class: `button ${look}` }, this.#input, text);
  }

  #fileInput(more: Record<string, string>): HTMLInputElement {
    const accept = this.config.kinds.map((kind) => mime(kind)).join(",");
    return fileInput({ accept, ...more }, (files) => this.takeOneOf(files));
  }
}

/** A file input for eyes and fingers of a label around it; it can take the same file again. */
export function fileInput(
  props: Record<string, string>,
  take: (files: FileList) => void,
): HTMLInputElement {
  const input = h("input", {
    type: "file",
    class: "unseen",
    ...props,
    onchange: () => {
      if (input.files?.length) take(input.files);
      input.value = "";
    },
  });
  return input;
}

/** A device that is touched has a camera, and nothing to drop a file from. */
function inHand(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

function camera(chooser: Chooser): HTMLElement | undefined {
  if (!inHand()) return undefined;
  const input = fileInput({ accept: "image/*", capture: "environment" }, (files) =>
    chooser.takeOneOf(files),
  );
  return h("label", { class: "button" }, input, "Take a picture");
}

function mime(kind: Kind): string {
  return kind === "mp4" || kind === "webm" ? `video/${kind}` : `image/${kind}`;
}

function sides({ width, height }: { width: number; height: number }): string {
  return dimensions(width, height);
}

/** "GIF, 48 frames, 3.2 seconds, 480 × 270 pixels, 1.2 MB" */
function factsLine({ facts, parcel }: Chosen): string {
  const moving =
    facts.frames > 1 ? [count(facts.frames, "frame"), duration(facts.seconds)] : ["one picture"];
  return `${[
    kindName(facts.kind),
    ...moving,
    `${sides(facts)} pixels`,
    size(parcel.bytes.length),
  ].join(", ")}.`;
}
