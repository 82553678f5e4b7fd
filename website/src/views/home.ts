import { h } from "../dom.ts";
import { jobHash } from "../route.ts";
import { OrderForm, type Surroundings } from "./order-form.ts";
import type { View } from "./view.ts";

/** The first page: what this is, and the form. */
export function homeView(around: Surroundings): View {
  const form = new OrderForm(around);
  const heading = h("h1", {}, "Your clip, painted frame by frame");
  const element = h(
    "div",
    { class: "home" },
    h(
      "header",
      { class: "intro" },
      heading,
      h(
        "p",
        { class: "lead" },
        "Choose a GIF or a picture, and a painting. Every frame is painted anew in its manner, " +
          "and a mail brings you the result.",
      ),
      earlier(around),
    ),
    form.element,
  );
  const stop = catchFiles(form);
  return {
    title: "VisualNeurons: your clip, painted frame by frame",
    element,
    heading,
    leave: () => {
      stop();
      form.leave();
    },
  };
}

function earlier({ memory }: Surroundings): HTMLElement | undefined {
  const [last] = memory.all();
  if (!last) return undefined;
  return h(
    "p",
    { class: "earlier" },
    "You sent a clip before: ",
    h("a", { href: jobHash(last.id) }, `see how ${last.name || "it"} is doing`),
  );
}

/** Files dropped or pasted anywhere on the page are meant for the form. */
function catchFiles(form: OrderForm): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const over = (on: boolean) => document.body.classList.toggle("dragging", on);
  const take = (files: FileList | undefined) => {
    over(false);
    if (files?.length && !form.isSending) form.chooser.takeOneOf(files);
  };
  addEventListener(
    "dragover",
    (event) => {
      event.preventDefault();
      over(event.dataTransfer?.types.includes("Files") ?? false);
    },
    { signal },
  );
  addEventListener("dragleave", (event) => event.relatedTarget === null && over(false), { signal });
  addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    },
    { signal },
  );
  addEventListener("paste", (event) => take(event.clipboardData?.files), { signal });
  return () => controller.abort();
}
