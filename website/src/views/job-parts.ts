import type { Job } from "../api.ts";
import { h } from "../dom.ts";
import { STATIONS } from "../status.ts";
import { announce } from "./announcer.ts";

export const COME_BACK = "You can close it: a mail tells you when the painting is ready.";
export const WHO_HAS = "Whoever has the link of this page can see the painting and delete it.";
const STATES = { done: "done", now: "now", ahead: "to come", wrong: "ended here" } as const;

/** A button that puts the address of this page into the clipboard. */
export function copyLink(): HTMLElement {
  const button = h("button", { type: "button", class: "quiet" }, "Copy the link");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
      announce("The link is copied.");
    } catch {
      button.textContent = "Copy it from the address bar";
    }
  });
  return button;
}

export function another(text: string): HTMLElement {
  return h("a", { class: "button", href: "./#" }, text);
}

/** The painting as files; a still first of all as PNG, which keeps every colour. */
export function downloads(job: Job, painting: NonNullable<Job["painting"]>): HTMLElement {
  const still = job.frames === 1;
  const forms = still
    ? ([
        ["PNG", painting.poster],
        ["GIF", painting.gif],
        ["WebP", painting.webp],
      ] as const)
    : ([
        ["GIF", painting.gif],
        ["MP4", painting.mp4],
        ["WebP", painting.webp],
      ] as const);
  const links = forms.map(([name, address], index) =>
    h(
      "a",
      { class: index === 0 ? "button main" : "button", href: address, download: true },
      `Download ${name}`,
    ),
  );
  return h("div", { class: "actions" }, ...links);
}

/** A row of things to do. */
export function actions(...children: HTMLElement[]): HTMLElement {
  return h("div", { class: "actions" }, ...children);
}

/** The stations of a job's way; the one that it is at, or that it ended at, is told apart. */
export function stations(current: number, isWrong: boolean): HTMLElement[] {
  return STATIONS.map((name, index) => {
    const here = isWrong ? "wrong" : "now";
    const state = index < current ? "done" : index > current ? "ahead" : here;
    return h(
      "li",
      { class: state, "aria-current": state === "now" && "step" },
      name,
      h("span", { class: "unseen" }, `: ${STATES[state]}`),
    );
  });
}
