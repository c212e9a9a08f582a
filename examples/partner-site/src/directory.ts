// The directory over HTTP: how it is asked, what it may answer, and how long one waits where it says so.

import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";

import { Trouble, said } from "./trouble.ts";

/** How often a question is asked that the directory puts off, and how many seconds it may ask to wait at most. */
const TRIES = 5;
const LONGEST_WAIT = 120;
/** After how many seconds without an answer a question is given up. */
const PATIENCE = 60;

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** The answer to a question about which one may know already; no `data` means that it is still the same. */
export interface Fresh<Data> {
  data?: Data;
  tag: string | null;
}

export class Directory {
  readonly address: string;
  readonly #token: string | undefined;
  readonly #pause: (seconds: number) => Promise<void>;

  constructor(address: string, token?: string, pause = sleep) {
    this.address = address.replace(/\/+$/, "");
    this.#token = token;
    this.#pause = pause;
  }

  /** Asks by POST: no cache on the way answers it. */
  async ask<Data, Variables>(document: TadaDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    const body = JSON.stringify({ query: print(document), variables });
    const headers = { "content-type": "application/json" };
    return this.#data(await this.#exchange("/graphql", { method: "POST", headers, body }));
  }

  /** Asks by GET, and with the tag of the last answer: if that still holds, the directory runs no query. */
  async askAgain<Data, Variables>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    tag: string | null,
  ): Promise<Fresh<Data>> {
    const question = new URLSearchParams({ query: print(document), variables: JSON.stringify(variables) });
    const headers: Record<string, string> = tag === null ? {} : { "if-none-match": tag };
    const response = await this.#exchange(`/graphql?${question}`, { headers });
    if (response.status === 304) return { tag };
    return { data: await this.#data<Data>(response), tag: response.headers.get("etag") };
  }

  async #exchange(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("accept", "application/graphql-response+json");
    if (this.#token !== undefined) headers.set("authorization", `Bearer ${this.#token}`);
    for (let tries = 1; ; tries++) {
      const signal = AbortSignal.timeout(PATIENCE * 1000);
      const response = await fetch(this.address + path, { ...init, headers, signal }).catch((error: unknown) => {
        throw new Trouble(`${this.address} cannot be reached: ${said(error)}.`);
      });
      if (response.status !== 429 && response.status !== 503) return response;
      await response.body?.cancel();
      const seconds = waitOf(response);
      if (tries === TRIES || seconds > LONGEST_WAIT) {
        throw new Trouble(`${this.address} has no time now (${response.status}) and asks to wait ${seconds} seconds.`);
      }
      await this.#pause(seconds);
    }
  }

  async #data<Data>(response: Response): Promise<Data> {
    let answer: Answer<Data>;
    try {
      // The types follow from the document and the schema; whether the directory keeps to its schema is its business.
      answer = (await response.json()) as Answer<Data>;
    } catch (error) {
      throw new Trouble(`${this.address} gave no answer that can be read (${response.status}): ${said(error)}.`);
    }
    const [error] = answer.errors ?? [];
    if (error !== undefined) {
      throw new Trouble(`${this.address} refuses: ${error.message} (${error.extensions?.code ?? response.status})`);
    }
    if (answer.data === undefined || answer.data === null) {
      throw new Trouble(`${this.address} is no directory: its answer (${response.status}) has no data.`);
    }
    return answer.data;
  }
}

/** How many seconds the directory asks to wait, in either spelling of `Retry-After`. */
function waitOf(response: Response): number {
  const told = response.headers.get("retry-after") ?? "5";
  const seconds = /^\d+$/.test(told) ? Number(told) : (Date.parse(told) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 5;
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
