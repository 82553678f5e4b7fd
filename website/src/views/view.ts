/** One page of the site, as `main.ts` puts it up and takes it down. */
export interface View {
  readonly title: string;
  readonly element: HTMLElement;
  /** What the focus goes to when a visitor arrives from another page. */
  readonly heading: HTMLElement;
  leave(): void;
}
