/** Says something to those who listen to the page, when they have finished listening to the rest. */
export function announce(text: string): void {
  const region = document.querySelector("#announcer");
  if (region && region.textContent !== text) region.textContent = text;
}
