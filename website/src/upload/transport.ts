import { XhrHttpHandler } from "@aws-sdk/xhr-http-handler";
import { NoAnswer } from "./retry.ts";

type Request = Parameters<XhrHttpHandler["handle"]>[0];
type Options = Parameters<XhrHttpHandler["handle"]>[1];
type Answer = ReturnType<XhrHttpHandler["handle"]>;

/**
 * XMLHttpRequests that can be stopped for good.
 *
 * lib-storage's own abort leaves a single PUT running, so that a cancelled clip would still be
 * painted; and the handler takes a lost connection (status 0) for success.
 */
export class Transport extends XhrHttpHandler {
  readonly #live = new Set<XMLHttpRequest>();
  #cancelled = false;

  constructor() {
    super({});
    this.on("before.xhr.send", (xhr: XMLHttpRequest) => {
      this.#live.add(xhr);
      xhr.addEventListener("loadend", () => this.#live.delete(xhr));
    });
  }

  /** Stops what is under way and refuses everything after it. */
  cancel(): void {
    this.#cancelled = true;
    this.interrupt();
  }

  /** Cuts what is under way, as a lost connection would. */
  interrupt(): void {
    for (const xhr of this.#live) xhr.abort();
  }

  override async handle(request: Request, options?: Options): Answer {
    if (this.#cancelled) {
      throw Object.assign(new Error("cancelled"), { name: "AbortError" });
    }
    const answer = await super.handle(request, options);
    if (answer.response.statusCode === 0) throw new NoAnswer("the connection was lost");
    return answer;
  }
}
