import { attribute, freshId, h } from "../dom.ts";

/** A message beside a control that says what is wrong with it; silent while there is nothing. */
export class Problem {
  readonly element = h("p", { class: "problem", id: freshId("problem"), role: "alert" });
  readonly #controls: readonly HTMLElement[];
  readonly #described: readonly (string | null)[];

  constructor(...controls: HTMLElement[]) {
    this.#controls = controls;
    this.#described = controls.map((control) => control.getAttribute("aria-describedby"));
  }

  get isShown(): boolean {
    return this.element.textContent !== "";
  }

  show(text: string): void {
    this.element.textContent = text;
    this.#mark(text !== "");
  }

  clear(): void {
    this.show("");
  }

  #mark(wrong: boolean): void {
    for (const [index, control] of this.#controls.entries()) {
      attribute(control, "aria-invalid", wrong && "true");
      const ids = [this.#described[index], wrong && this.element.id].filter(Boolean).join(" ");
      attribute(control, "aria-describedby", ids || undefined);
    }
  }
}
