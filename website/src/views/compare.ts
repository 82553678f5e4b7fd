import { h } from "../dom.ts";
import { loadImage, loadMedia, loadVideo, Player, pauseButton } from "./player.ts";

/** What is compared: the clip as it was, and its painting in the forms that it comes in. */
export interface Pair {
  readonly before: string;
  readonly after: { readonly still: string; readonly moving: string; readonly video: string };
  readonly moves: boolean;
}

const BEFORE = "Your clip as it was";
const AFTER = "Your clip, painted";
const LARGEST_DRIFT = 0.08;

export interface Comparison {
  readonly picture: HTMLElement;
  /** False when the clip is gone and the painting stands alone. */
  readonly hasBoth: boolean;
  /** Holds both sides still; undefined when nothing moves. */
  readonly pause: HTMLButtonElement | undefined;
}

/** Loads both sides and lays the painting over the clip, with an edge that can be dragged. */
export async function compareView(pair: Pair): Promise<Comparison> {
  const before = await loadMedia(pair.before, BEFORE).catch(() => undefined);
  const isVideo = before instanceof HTMLVideoElement;
  const after = await loadAfter(pair, isVideo);
  const top = new Player(after, pair.moves);
  if (!before) return { picture: stage(top), hasBoth: false, pause: pauseButton([top]) };
  const bottom = new Player(before, pair.moves);
  if (before instanceof HTMLVideoElement && after instanceof HTMLVideoElement) {
    keepTogether(before, after);
  }
  top.element.classList.add("compare-after");
  return { picture: stage(bottom, top), hasBoth: true, pause: pauseButton([bottom, top]) };
}

function loadAfter(pair: Pair, isVideo: boolean) {
  if (isVideo) return loadVideo(pair.after.video, AFTER);
  return loadImage(pair.moves ? pair.after.moving : pair.after.still, AFTER);
}

function stage(...players: Player[]): HTMLElement {
  const element = h("div", { class: "compare-stage" }, ...players.map((player) => player.element));
  if (players.length < 2) return element;
  const slider = h("input", {
    type: "range",
    class: "compare-slider",
    min: 0,
    max: 100,
    value: 50,
    "aria-label": "How much of the painting covers your clip",
    oninput: () => cut(),
  });
  const cut = () => {
    element.style.setProperty("--cut", `${100 - slider.valueAsNumber}%`);
    slider.setAttribute("aria-valuetext", `${slider.value} percent painted`);
  };
  element.append(
    slider,
    h("span", { class: "compare-edge", "aria-hidden": "true" }),
    h("span", { class: "tag tag-before", "aria-hidden": "true" }, "Clip"),
    h("span", { class: "tag tag-after", "aria-hidden": "true" }, "Painting"),
  );
  cut();
  return element;
}

/** Two videos drift apart: the second follows the first. */
function keepTogether(leader: HTMLVideoElement, follower: HTMLVideoElement): void {
  leader.addEventListener("timeupdate", () => {
    const drift = Math.abs(leader.currentTime - follower.currentTime);
    if (drift > LARGEST_DRIFT) follower.currentTime = leader.currentTime;
  });
}
