import { fromCognitoIdentityPool } from "@aws-sdk/credential-provider-cognito-identity";
import type { Config } from "../config.ts";

export interface Visitor {
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One anonymous visitor: the same identity for as long as the page is open. */
export class Credentials {
  readonly #provide: () => Promise<Visitor>;
  #current: Promise<Visitor> | undefined;

  constructor(config: Config) {
    const identity = new Map<string, string>();
    this.#provide = fromCognitoIdentityPool({
      identityPoolId: config.identityPoolId,
      clientConfig: {
        region: config.region,
        ...(config.endpointUrl ? { endpoint: config.endpointUrl } : {}),
      },
      // In memory only: nothing that could recognise the visitor stays in the browser.
      cache: {
        getItem: (key) => identity.get(key) ?? null,
        setItem: (key, value) => void identity.set(key, value),
        // The SDK forgets the identity after a failure; the key of the upload must not change.
        removeItem: () => {},
      },
    });
  }

  async visitor(): Promise<Visitor> {
    this.#current ??= this.#provide();
    try {
      return await this.#current;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }

  /** The next request fetches new ones. */
  renew(): void {
    this.#current = undefined;
  }

  /** For a client of the SDK: marked as expired at once, so that it asks here every time. */
  readonly provider = async () => ({ ...(await this.visitor()), expiration: new Date() });
}
