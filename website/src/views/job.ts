import { type Job, NoSuchJob } from "../api.ts";
import { calm, fill, focusOn, h } from "../dom.ts";
import { Poller } from "../poll.ts";
import { isNews, type Report, report, tenth } from "../status.ts";
import { Strokes } from "../strokes.ts";
import { moment } from "../words.ts";
import { announce } from "./announcer.ts";
import { compareView } from "./compare.ts";
import { deleteControl } from "./delete-control.ts";
import {
  actions,
  another,
  COME_BACK,
  copyLink,
  downloads,
  stations,
  WHO_HAS,
} from "./job-parts.ts";
import type { Surroundings } from "./order-form.ts";
import { loadImage } from "./player.ts";
import { OWN } from "./style-picker.ts";
import type { View } from "./view.ts";

/** The page of one job: what happens to it, then what became of it. */
export class JobView implements View {
  readonly title = "Your painting · VisualNeurons";
  readonly heading = h("h1", {}, "Asking after your clip …");
  readonly element: HTMLElement;
  readonly #text = h("p", { class: "lead" });
  readonly #trouble = h("p", { class: "notice", role: "status" });
  readonly #picture = h("div", { class: "canvas" });
  readonly #frame = h("div", { class: "frame" }, h("div", { class: "mat" }, this.#picture));
  readonly #after = h("p");
  readonly #caption = h("div", { class: "caption-line" }, this.#after);
  readonly #bar = h("progress", { max: 1, "aria-label": "Painted", hidden: true });
  readonly #way = h("ol", { class: "way" });
  readonly #actions = h("div", { class: "job-actions" });
  readonly #strokes: Strokes;
  readonly #poller: Poller<Job>;
  readonly #wake = new AbortController();
  #last: Job | undefined;

  constructor(
    readonly id: string,
    readonly around: Surroundings,
  ) {
    this.#strokes = new Strokes(id);
    fill(this.#picture, this.#strokes.element);
    this.element = h(
      "div",
      { class: "job" },
      h("header", { class: "intro" }, this.heading, this.#text, this.#trouble),
      this.#frame,
      this.#caption,
      this.#bar,
      this.#way,
      this.#actions,
    );
    this.#poller = new Poller<Job>({
      ask: () => around.api.job(id),
      answered: (job) => this.#answered(job),
      failed: (error, wait) => this.#failed(error, wait),
    });
    this.#start();
  }

  leave(): void {
    this.#poller.stop();
    this.#wake.abort();
  }

  #start(): void {
    const { signal } = this.#wake;
    const look = () => (document.hidden ? this.#poller.rest() : void this.#poller.now());
    document.addEventListener("visibilitychange", look, { signal });
    addEventListener("online", look, { signal });
    void this.#poller.now();
  }

  #answered(job: Job): { news: boolean; over: boolean } {
    this.#trouble.textContent = "";
    const news = isNews(this.#last, job);
    const told = report(job);
    if (!this.#last) void this.#nameStyle(job.style);
    if (news) this.#show(job, told);
    this.#last = job;
    return { news, over: told.mood !== "going" };
  }

  #show(job: Job, told: Report): void {
    this.heading.textContent = told.headline;
    this.#text.textContent = told.text;
    document.title = `${told.headline} · VisualNeurons`;
    this.element.dataset.mood = told.mood;
    if (job.width && job.height) {
      this.#picture.style.setProperty("--shape", `${job.width} / ${job.height}`);
    }
    this.#showShare(told);
    this.#showWay(told);
    this.#announce(job, told);
    if (told.mood === "going") this.#showGoing(job);
    else if (told.mood === "done") this.#showDone(job);
    else this.#showWrong(job, told);
  }

  /** The wall label: after which painting. Without a catalogue it stays empty. */
  async #nameStyle(id: string): Promise<void> {
    if (id === OWN) {
      fill(this.#after, "After a picture of your own");
      return;
    }
    const styles = await this.around.api.styles().catch(() => []);
    const style = styles.find((each) => each.id === id);
    if (!style) return;
    const after = style.standIn ? "After our own picture in the manner of " : "After ";
    fill(this.#after, after, h("cite", {}, style.title), ` by ${style.artist}`);
  }

  #showShare({ share, station, mood }: Report): void {
    this.#bar.hidden = mood !== "going" || share === undefined;
    this.#bar.value = share ?? 0;
    this.#strokes.paintTo(share ?? 0.06 + 0.08 * station, calm());
  }

  #showWay({ station, mood }: Report): void {
    fill(this.#way, ...stations(station, mood === "wrong"));
    this.#way.hidden = mood === "done";
  }

  /** News of another kind is said at once, frames only at every tenth. */
  #announce(job: Job, told: Report): void {
    const before = this.#last && report(this.#last);
    const turned = this.#last?.status !== job.status;
    const further = tenth(told.share ?? 0) > tenth(before?.share ?? 0);
    // How to compare is for the eye; whether it can be compared is not known yet.
    const text = turned && told.mood !== "done" ? told.text : "";
    if (turned || further) announce(`${told.headline}. ${text}`);
  }

  #showGoing(job: Job): void {
    if (job.preview) void this.#showPreview(job.preview, job);
    if (!this.#last) {
      fill(
        this.#actions,
        h("p", { class: "hint" }, `This page keeps itself up to date. ${COME_BACK}`),
        actions(copyLink(), this.#deleteControl("Stop and delete")),
      );
    }
  }

  /** Loaded before it is put up, so that the last picture stays until the next one is there. */
  async #showPreview(address: string, job: Job): Promise<void> {
    const alt = `The latest painted frame, ${job.progress?.frame} of ${job.progress?.of}`;
    const image = await loadImage(address, alt).catch(() => undefined);
    if (!image || !this.#last || report(this.#last).mood !== "going") return;
    image.className = "preview";
    fill(this.#picture, image);
  }

  #showDone(job: Job): void {
    void this.#showComparison(job);
    const { painting } = job;
    fill(
      this.#actions,
      painting && downloads(job, painting),
      ...job.notes.map((note) => h("p", { class: "hint" }, note)),
      h("p", { class: "hint" }, `Kept until ${moment(job.expiresAt)}, then deleted. ${WHO_HAS}`),
      actions(another("Paint another clip"), copyLink(), this.#deleteControl("Delete now")),
    );
  }

  async #showComparison(job: Job): Promise<void> {
    const { painting } = job;
    if (!painting) return;
    const moves = (job.frames ?? 2) > 1;
    const after = { still: painting.poster, moving: painting.webp, video: painting.mp4 };
    try {
      const { picture, hasBoth, pause } = await compareView({ before: job.clip, after, moves });
      fill(this.#picture, picture);
      if (!hasBoth) this.#text.textContent = "";
      if (pause) this.#caption.append(pause);
    } catch {
      this.#text.textContent = "";
      this.#trouble.textContent =
        "The painting could not be shown here. Load the page again, or download it below.";
    }
  }

  #showWrong(job: Job, told: Report): void {
    this.#frame.hidden = this.#caption.hidden = job.status === "rejected";
    fill(
      this.#actions,
      h("p", { class: "next" }, told.next),
      actions(another("Send a clip"), this.#deleteControl("Delete now")),
    );
    focusOn(this.heading);
  }

  #deleteControl(text: string): HTMLElement {
    const { api, memory } = this.around;
    return deleteControl(text, async () => {
      await api.delete(this.id).catch((error: unknown) => {
        if (!(error instanceof NoSuchJob)) throw error;
      });
      memory.forget(this.id);
      if (this.#wake.signal.aborted) return;
      this.#poller.stop();
      this.#gone("Everything of it is deleted", "Clip, painting and address are gone.");
    });
  }

  #failed(error: unknown, wait: number): boolean {
    if (!(error instanceof NoSuchJob)) {
      const seconds = Math.round(wait / 1000);
      this.#trouble.textContent = `The news could not be fetched. Asking again in ${seconds} s.`;
      return true;
    }
    if (!this.#last && this.around.memory.isFresh(this.id)) {
      this.heading.textContent = "Your clip has arrived";
      this.#text.textContent = "It is being handed over to the painter.";
      return true;
    }
    this.#gone(
      "There is no painting here",
      `It was deleted, or its ${this.around.config.keepDays} days are over, or the link is not complete. ` +
        "Compare the link with the one in your mail.",
    );
    return false;
  }

  #gone(headline: string, text: string): void {
    this.heading.textContent = headline;
    this.#text.textContent = text;
    this.#trouble.textContent = "";
    document.title = `${headline} · VisualNeurons`;
    for (const part of [this.#frame, this.#caption, this.#bar, this.#way]) part.hidden = true;
    fill(this.#actions, another("Paint a clip"));
    focusOn(this.heading);
  }
}
