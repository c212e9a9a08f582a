// An answer must not be older than the log that one has read, or what changed in between would be lost.

import { Trouble } from "./trouble.ts";

interface Dated {
  newest: { nodes: { number: number }[] };
}

const TRIES = 10;

/**
 * Asks until the answer is at least as new as the change of this number. A directory with one server answers so at
 * once; one with several may take a second.
 */
export async function fresh<Data extends Dated>(number: number, ask: () => Promise<Data>): Promise<Data> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const data = await ask();
    if ((data.newest.nodes[0]?.number ?? 0) >= number) return data;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Trouble(`The directory's answers are older than its log, of which change ${number} was read.`);
}
