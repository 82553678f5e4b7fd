import "./styles/index.css";
import { Api } from "./api.ts";
import { loadConfig } from "./config.ts";
import { fill, focusOn, h } from "./dom.ts";
import { Memory } from "./memory.ts";
import { enforce, policyFor } from "./policy.ts";
import { route } from "./route.ts";
import { homeView } from "./views/home.ts";
import { JobView } from "./views/job.ts";
import { messageView } from "./views/message.ts";
import type { Surroundings } from "./views/order-form.ts";
import type { View } from "./views/view.ts";

const main = document.querySelector("main") ?? document.body;
let current: View | undefined;

function viewFor(around: Surroundings): View {
  const wanted = route(location.hash);
  if (wanted.page === "job") return new JobView(wanted.id, around);
  if (wanted.page === "home") return homeView(around);
  return messageView(
    "This link is not complete",
    "A part of it is missing. Compare it with the one in your mail, or start anew.",
    h("p", {}, h("a", { class: "button", href: "./#" }, "Paint a clip")),
  );
}

function show(view: View): void {
  const arrived = current !== undefined;
  current?.leave();
  current = view;
  document.title = view.title;
  fill(main, view.element);
  if (!arrived) return;
  scrollTo(0, 0);
  focusOn(view.heading);
}

/** A browser that forbids storage throws at the mere mention of it. */
function storage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}

async function start(): Promise<void> {
  try {
    const config = await loadConfig();
    enforce(policyFor(config));
    const around = { api: new Api(config.apiUrl), config, memory: new Memory(storage()) };
    addEventListener("hashchange", () => show(viewFor(around)));
    show(viewFor(around));
  } catch (error) {
    console.error(error);
    const again = h(
      "button",
      { type: "button", class: "main", onclick: () => location.reload() },
      "Load again",
    );
    show(
      messageView("The page could not be loaded", "Check your connection and try again.", again),
    );
  }
}

// By hand: the part of the address behind # names the page that is shown, and must stay.
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  focusOn(main);
});

void start();
