import { h } from "../dom.ts";

/** A button that asks once more in a dialog before it deletes, and says so when that failed. */
export function deleteControl(text: string, remove: () => Promise<void>): HTMLElement {
  const trouble = h("p", { class: "problem", role: "alert" });
  const confirm = h("button", { type: "button", class: "danger" }, "Delete");
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "delete-heading" },
    h("h2", { id: "delete-heading" }, "Delete this clip and its painting?"),
    h("p", {}, "Both are gone at once and for good; a painting under way is stopped."),
    trouble,
    h(
      "div",
      { class: "actions" },
      confirm,
      h("button", { type: "button", onclick: () => dialog.close() }, "Keep"),
    ),
  );
  confirm.addEventListener("click", async () => {
    confirm.disabled = true;
    trouble.textContent = "";
    try {
      await remove();
      dialog.close();
    } catch {
      trouble.textContent =
        "It could not be deleted just now. Check your connection and try again.";
    }
    confirm.disabled = false;
  });
  const open = () => {
    trouble.textContent = "";
    dialog.showModal();
  };
  return h(
    "div",
    { class: "delete" },
    h("button", { type: "button", class: "quiet", onclick: open }, text),
    dialog,
  );
}
