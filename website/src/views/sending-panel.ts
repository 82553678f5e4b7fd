import { fill, h } from "../dom.ts";
import { tenth } from "../status.ts";
import type { Reading } from "../upload/meter.ts";
import type { Listener } from "../upload/send.ts";
import { about, size } from "../words.ts";
import { announce } from "./announcer.ts";

/** What is seen of an upload: a bar, numbers, and what can be done about it. */
export class SendingPanel implements Listener {
  readonly element: HTMLElement;
  readonly #bar = h("progress", { max: 1, value: 0, "aria-label": "Upload" });
  readonly #numbers = h("p", { class: "numbers" }, "Connecting …");
  readonly #notice = h("p", { class: "notice", role: "status" });
  readonly #restart: HTMLButtonElement;
  #tenth = 0;
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor(actions: { cancel(): void; restart(): void }) {
    const cancel = h("button", { type: "button", onclick: () => actions.cancel() }, "Cancel");
    this.#restart = h(
      "button",
      { type: "button", class: "quiet", hidden: true, onclick: () => actions.restart() },
      "Try again now",
    );
    this.element = h(
      "div",
      { class: "sending" },
      h("p", { class: "sending-title", tabindex: -1 }, "Sending your clip"),
      this.#bar,
      this.#numbers,
      this.#notice,
      h("div", { class: "actions" }, cancel, this.#restart),
    );
  }

  progress(reading: Reading): void {
    this.#say("");
    this.#bar.value = reading.share;
    const left = reading.secondsLeft;
    const rest = left === undefined || reading.share >= 1 ? "" : `, ${about(left)} left`;
    const arrived = reading.share >= 1 ? ". Waiting for the receipt …" : "";
    this.#numbers.textContent = `${size(reading.loaded)} of ${size(reading.total)}${rest}${arrived}`;
    if (tenth(reading.share) <= this.#tenth) return;
    this.#tenth = tenth(reading.share);
    announce(`${this.#tenth * 10} percent sent`);
  }

  retrying(retry: number, of: number, seconds: number): void {
    let left = Math.max(1, Math.round(seconds));
    const tell = () => {
      const when = left > 0 ? `in ${left} s` : "now";
      fill(this.#numbers, `Trying again ${when} (${retry} of ${of}).`);
      left -= 1;
    };
    this.#say("The connection was lost. What you entered is safe.");
    tell();
    this.#countdown = setInterval(() => (left < 0 ? this.close() : tell()), 1000);
  }

  stalled(seconds: number): void {
    this.#restart.hidden = seconds === 0;
    if (seconds > 0) {
      this.#notice.textContent =
        "Nothing has moved for a while. You can wait, or try again now; nothing is lost.";
      this.#numbers.textContent = `No progress for ${seconds} s`;
    } else if (this.#notice.textContent?.startsWith("Nothing")) this.#say("");
  }

  /** Ends what ticks. */
  close(): void {
    clearInterval(this.#countdown);
  }

  #say(text: string): void {
    this.close();
    this.#restart.hidden = true;
    if (this.#notice.textContent !== text) this.#notice.textContent = text;
  }
}
