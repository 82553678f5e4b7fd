import { h } from "../dom.ts";
import type { View } from "./view.ts";

/** A page with nothing but something to say and, perhaps, something to do. */
export function messageView(headline: string, text: string, action?: HTMLElement): View {
  const heading = h("h1", {}, headline);
  return {
    title: `${headline} · VisualNeurons`,
    heading,
    element: h(
      "div",
      { class: "message" },
      h("header", { class: "intro" }, heading, h("p", { class: "lead" }, text)),
      action,
    ),
    leave: () => {},
  };
}
