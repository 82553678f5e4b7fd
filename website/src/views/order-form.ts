import type { Api } from "../api.ts";
import type { Config } from "../config.ts";
import { fill, focusOn, freshId, h } from "../dom.ts";
import { emailProblem } from "../email.ts";
import type { Memory } from "../memory.ts";
import { jobHash } from "../route.ts";
import { failureText } from "../upload/retry.ts";
import type { Order, Parcel, Sending } from "../upload/send.ts";
import { count } from "../words.ts";
import { announce } from "./announcer.ts";
import { Chooser } from "./chooser.ts";
import { Problem } from "./problem.ts";
import { SendingPanel } from "./sending-panel.ts";
import { OWN, StylePicker } from "./style-picker.ts";

const STRENGTHS = ["a hint", "gentle", "half and half", "strong", "all paint"] as const;

export interface Surroundings {
  readonly api: Api;
  readonly config: Config;
  readonly memory: Memory;
}

/** Four fifths of the page's code, needed only by those who send. */
function loadSending(): Promise<typeof import("../upload/send.ts")> {
  return import("../upload/send.ts");
}

/** Has the browser ask whether to give an upload up. */
function askBeforeLeaving(event: Event): void {
  event.preventDefault();
}

/** The form: clip, painting, address. It keeps what was entered whatever happens to the upload. */
export class OrderForm {
  readonly element: HTMLFormElement;
  readonly chooser: Chooser;
  readonly #picker: StylePicker;
  readonly #strength = h("input", {
    type: "range",
    id: freshId("strength"),
    min: 0,
    max: 1,
    step: 0.05,
    value: 0.7,
  });
  readonly #colours = h("input", { type: "checkbox" });
  readonly #email: HTMLInputElement;
  readonly #emailProblem: Problem;
  readonly #controls: HTMLFieldSetElement;
  readonly #send = h("button", { type: "submit", class: "main large" }, "Paint it");
  readonly #foot = h("div", { class: "order-foot" });
  readonly #failure = new Problem();
  #sending: Sending | undefined;
  /** What is seen of the sending that counts; one that was cancelled or left has lost its place. */
  #panel: SendingPanel | undefined;

  constructor(readonly around: Surroundings) {
    // Fetched once a clip is chosen, so that sending needs nothing more from the network.
    this.chooser = new Chooser(around.config, () => void loadSending().catch(() => {}));
    this.#picker = new StylePicker(around.api, around.config);
    const privacy = freshId("privacy");
    this.#email = h("input", {
      type: "email",
      id: freshId("email"),
      name: "email",
      autocomplete: "email",
      inputmode: "email",
      spellcheck: "false",
      required: true,
      "aria-describedby": privacy,
      oninput: () => this.#emailProblem.isShown && this.#checkEmail(),
    });
    this.#emailProblem = new Problem(this.#email);
    this.#controls = h(
      "fieldset",
      { class: "bare" },
      this.#picker.element,
      this.#manner(),
      this.#address(privacy),
    );
    this.element = h(
      "form",
      { class: "order", novalidate: true, onsubmit: (event: Event) => this.#submitted(event) },
      this.chooser.element,
      this.#controls,
      this.#failure.element,
      this.#foot,
    );
    fill(this.#foot, this.#send);
  }

  /** Stops an upload that is under way, because the page turns to something else. */
  leave(): void {
    this.#sending?.cancel();
    this.#reset();
  }

  get isSending(): boolean {
    return this.#panel !== undefined;
  }

  #manner(): HTMLElement {
    const word = h("output", { for: this.#strength.id, class: "strength-word" });
    const tell = () => {
      const index = Math.round(this.#strength.valueAsNumber * (STRENGTHS.length - 1));
      word.textContent = STRENGTHS[index] ?? "";
      this.#strength.setAttribute("aria-valuetext", word.textContent);
    };
    this.#strength.addEventListener("input", tell);
    tell();
    return h(
      "fieldset",
      { class: "manner" },
      h("legend", {}, "The manner"),
      h(
        "div",
        { class: "strength" },
        h("label", { for: this.#strength.id }, "Strength"),
        this.#strength,
        word,
      ),
      h("label", { class: "check" }, this.#colours, "Keep the colours of the clip"),
    );
  }

  #address(privacy: string): HTMLElement {
    const days = count(this.around.config.keepDays, "day");
    return h(
      "section",
      { class: "address", "aria-labelledby": "address-heading" },
      h("h2", { id: "address-heading" }, "The address"),
      h("label", { for: this.#email.id }, "E-mail"),
      this.#email,
      this.#emailProblem.element,
      h(
        "p",
        { class: "hint", id: privacy },
        `Only for mails about this painting. Clip, painting and address are deleted after ${days}, ` +
          "or sooner when you delete them.",
      ),
    );
  }

  #checkEmail(): boolean {
    const problem = emailProblem(this.#email.value);
    this.#emailProblem.show(problem ?? "");
    return problem === undefined;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    this.#failure.clear();
    const checks = [
      { fine: this.chooser.check(), focus: () => this.chooser.focus() },
      { fine: this.#picker.check(), focus: () => this.#picker.focus() },
      { fine: this.#checkEmail(), focus: () => focusOn(this.#email) },
    ];
    const wrong = checks.find(({ fine }) => !fine);
    if (wrong) wrong.focus();
    else if (!this.isSending) void this.#start();
  }

  async #start(): Promise<void> {
    const order = this.#order();
    const name = this.chooser.chosen?.name ?? "";
    if (!order) return;
    const panel = new SendingPanel({
      cancel: () => this.#cancel(),
      restart: () => this.#sending?.restart(),
    });
    this.#panel = panel;
    this.#close(true);
    fill(this.#foot, panel.element);
    focusOn(panel.element.querySelector("p") ?? panel.element);
    try {
      const { Sending } = await loadSending();
      if (this.#panel !== panel) return;
      this.#sending = new Sending(this.around.config, order, panel);
      await this.#sending.done();
      this.around.memory.add(order.jobId, name);
      if (this.#panel !== panel) return;
      this.#reset();
      location.hash = jobHash(order.jobId);
    } catch (error) {
      if (this.#panel === panel) this.#failed(error);
    }
  }

  #order(): Order | undefined {
    const clip = this.chooser.chosen?.parcel;
    const style = this.#picker.value;
    if (!clip || !style) return undefined;
    const ownStyle: Parcel | undefined = style === OWN ? this.#picker.own?.parcel : undefined;
    return {
      jobId: crypto.randomUUID(),
      clip,
      style,
      ownStyle,
      strength: this.#strength.valueAsNumber,
      keepColours: this.#colours.checked,
      email: this.#email.value.trim(),
    };
  }

  #cancel(): void {
    this.#sending?.cancel();
    this.#reset();
    this.#send.focus();
    announce("Sending was cancelled. Nothing will be painted.");
  }

  #failed(error: unknown): void {
    this.#reset();
    this.#failure.show(`${failureText(error)} Nothing you entered is lost.`);
    this.#send.textContent = "Send again";
    focusOn(this.#failure.element);
  }

  #reset(): void {
    this.#panel?.close();
    this.#panel = undefined;
    this.#sending = undefined;
    this.#close(false);
    fill(this.#foot, this.#send);
  }

  /** While a clip is being sent, nothing about it can be changed; it is all kept. */
  #close(closed: boolean): void {
    this.#controls.hidden = closed;
    this.chooser.lock(closed);
    if (closed) addEventListener("beforeunload", askBeforeLeaving);
    else removeEventListener("beforeunload", askBeforeLeaving);
  }
}
