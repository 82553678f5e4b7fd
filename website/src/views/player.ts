import { calm, h } from "../dom.ts";

export type Media = HTMLImageElement | HTMLVideoElement;

/** Something that may move, and can be held still: a picture, an animated one, or a video. */
export class Player {
  readonly element = h("div", { class: "player" });
  readonly #still = h("canvas", { class: "player-still", hidden: true });

  constructor(
    readonly media: Media,
    readonly moves: boolean,
  ) {
    media.classList.add("player-media");
    this.element.append(media, this.#still);
  }

  play(): void {
    this.#still.hidden = true;
    this.media.hidden = false;
    if (this.media instanceof HTMLVideoElement) void this.media.play().catch(() => {});
  }

  /** Shows the picture of this moment: an animated image has no pause of its own. */
  pause(): void {
    if (this.media instanceof HTMLVideoElement) {
      this.media.pause();
      return;
    }
    this.#still.width = this.media.naturalWidth;
    this.#still.height = this.media.naturalHeight;
    this.#still.getContext("2d")?.drawImage(this.media, 0, 0);
    this.#still.setAttribute("role", "img");
    this.#still.setAttribute("aria-label", this.media.alt);
    this.#still.hidden = false;
    this.media.hidden = true;
  }
}

/** A button that pauses and plays; paused from the start for those who like it calm. */
export function pauseButton(players: readonly Player[]): HTMLButtonElement | undefined {
  if (!players.some((player) => player.moves)) return undefined;
  let paused = calm();
  const button = h("button", { type: "button", class: "quiet pause" });
  const apply = () => {
    for (const player of players) paused ? player.pause() : player.play();
    button.textContent = paused ? "Play" : "Pause";
  };
  button.addEventListener("click", () => {
    paused = !paused;
    apply();
  });
  apply();
  return button;
}

/** Loads an address as an image, or as a video when it is no image; rejects when it is neither. */
export async function loadMedia(address: string, alt: string): Promise<Media> {
  try {
    return await loadImage(address, alt);
  } catch {
    return loadVideo(address, alt);
  }
}

/** Loads a whole image; an animated one starts only when it is put on the page. */
export async function loadImage(address: string, alt: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.alt = alt;
  image.src = address;
  await image.decode();
  return image;
}

export function loadVideo(address: string, alt: string): Promise<HTMLVideoElement> {
  const video = h("video", { "aria-label": alt, playsinline: true, loop: true, preload: "auto" });
  video.muted = true;
  return new Promise((resolve, reject) => {
    video.addEventListener("loadeddata", () => resolve(video), { once: true });
    video.addEventListener("error", () => reject(new Error("no video")), { once: true });
    video.src = address;
  });
}
