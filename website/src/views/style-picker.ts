import type { Api, Style } from "../api.ts";
import { type Chosen, chooseStyle } from "../choosing/chosen.ts";
import { shrinkInCanvas } from "../choosing/shrink.ts";
import type { Config } from "../config.ts";
import { fill, focusOn, h } from "../dom.ts";
import { fileInput } from "./chooser.ts";
import { Problem } from "./problem.ts";

/** The id by which the painter knows a visitor's own picture. */
export const OWN = "own";

/** The wall of paintings: a radio group that starts without a choice. */
export class StylePicker {
  readonly element: HTMLFieldSetElement;
  readonly #wall = h("div", { class: "wall" });
  readonly #ownPicture = h("div", { class: "work-picture own-picture", "aria-hidden": "true" });
  readonly #ownInput: HTMLInputElement;
  readonly #ownRow: HTMLElement;
  readonly #ownName = h("span", { class: "own-name" }, "No picture chosen yet.");
  readonly #problem: Problem;
  #own: Chosen | undefined;
  #ownAddress: string | undefined;
  /** The slower of two choices must not win. */
  #turn = 0;

  constructor(
    readonly api: Api,
    readonly config: Config,
  ) {
    this.#ownInput = fileInput({ accept: "image/*" }, (files) => void this.#takeOwn(files[0]));
    this.#problem = new Problem();
    this.#ownRow = h(
      "div",
      { class: "own-row", hidden: true },
      h("label", { class: "button" }, this.#ownInput, "Choose your picture"),
      this.#ownName,
    );
    this.element = h(
      "fieldset",
      { class: "picker" },
      h("legend", {}, "The painting"),
      this.#wall,
      this.#ownRow,
      this.#problem.element,
    );
    this.element.addEventListener("change", (event) => this.#changed(event));
    void this.load();
  }

  /** The id of the chosen style, or undefined. */
  get value(): string | undefined {
    return this.#checked?.value;
  }

  get own(): Chosen | undefined {
    return this.value === OWN ? this.#own : undefined;
  }

  check(): boolean {
    const missing = this.#missing();
    this.#problem.show(missing ?? "");
    return missing === undefined;
  }

  focus(): void {
    const needsPicture = this.value === OWN && !this.#own;
    const first = this.#wall.querySelector<HTMLElement>("input, button");
    focusOn(needsPicture ? this.#ownInput : (first ?? this.#problem.element));
  }

  /** Fetches the catalogue; a failure leaves a button to try again. */
  async load(): Promise<void> {
    fill(this.#wall, h("p", { class: "wall-note", role: "status" }, "Hanging the paintings …"));
    try {
      const styles = await this.api.styles();
      fill(this.#wall, ...styles.map(work), this.#ownWork());
    } catch {
      this.#showFailure();
    }
  }

  get #checked(): HTMLInputElement | null {
    return this.#wall.querySelector<HTMLInputElement>("input:checked");
  }

  #missing(): string | undefined {
    if (this.value === undefined) return "Choose a painting, or a picture of your own.";
    if (this.value === OWN && !this.#own) return "Choose the picture whose style is to be used.";
    return undefined;
  }

  #showFailure(): void {
    const again = h("button", { type: "button", onclick: () => void this.load() }, "Try again");
    const text = "The paintings could not be fetched. Check your connection.";
    fill(this.#wall, h("p", { class: "wall-note problem", role: "alert" }, text), again);
  }

  #ownWork(): HTMLElement {
    return tile(OWN, this.#ownPicture, [
      h("span", { class: "work-title" }, "A picture of yours"),
      h("span", { class: "work-artist" }, "Any picture lends its style"),
    ]);
  }

  #changed(event: Event): void {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "radio") return;
    this.#problem.clear();
    this.#ownRow.hidden = this.value !== OWN;
  }

  async #takeOwn(file: File | undefined): Promise<void> {
    if (!file) return;
    this.#turn += 1;
    const turn = this.#turn;
    const choice = await chooseStyle(file, this.config, shrinkInCanvas);
    if (turn !== this.#turn) return;
    if ("problem" in choice) {
      this.#problem.show(choice.problem);
      focusOn(this.#problem.element);
      return;
    }
    this.#problem.clear();
    this.#own = choice.chosen;
    this.#ownName.textContent = choice.chosen.name;
    this.#showOwn(choice.chosen);
  }

  #showOwn({ parcel }: Chosen): void {
    if (this.#ownAddress) URL.revokeObjectURL(this.#ownAddress);
    const blob = new Blob([parcel.bytes as Uint8Array<ArrayBuffer>], {
      type: `image/${parcel.kind}`,
    });
    this.#ownAddress = URL.createObjectURL(blob);
    fill(this.#ownPicture, h("img", { src: this.#ownAddress, alt: "" }));
  }
}

function work(style: Style): HTMLElement {
  // The caption names the painting, so its picture needs no words of its own.
  const picture = h(
    "div",
    { class: "work-picture" },
    h("img", { src: style.picture, alt: "", loading: "lazy", width: 480, height: 480 }),
  );
  return tile(style.id, picture, [
    h("span", { class: "work-title" }, style.title),
    h("span", { class: "work-artist" }, `${style.artist}, ${style.year}`),
    style.standIn && h("span", { class: "work-note" }, "Our own picture in its manner"),
  ]);
}

function tile(id: string, picture: HTMLElement, caption: (HTMLElement | false)[]): HTMLElement {
  return h(
    "label",
    { class: "work" },
    h("input", { type: "radio", name: "style", value: id, class: "unseen" }),
    picture,
    h("span", { class: "caption" }, ...caption),
  );
}
