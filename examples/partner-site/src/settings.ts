// What a run is told: three flags, and a token in the environment, where no list of processes shows it.

import { join } from "node:path";
import { parseArgs } from "node:util";

import { Listing } from "./listing.ts";
import { Trouble, said } from "./trouble.ts";

export const USAGE = `npm start -- --listing country=RS [--directory http://127.0.0.1:8080] [--folder site] [--today 2026-11-24]`;

export interface Settings {
  directory: string;
  token: string | undefined;
  listing: Listing;
  /** What is kept between two runs. */
  copy: string;
  /** The pages. Its folder `events` belongs to this program; beside it there may be other files. */
  pages: string;
  /** The day that parts what is to come from what has been. */
  today: string;
}

export function settings(words: string[], environment: NodeJS.ProcessEnv, now: Date): Settings {
  const { values } = parsed(words);
  if (values.listing === undefined) throw new Trouble(`Which events? ${USAGE}`);
  return {
    directory: values.directory,
    token: environment["DIRECTORY_TOKEN"],
    listing: new Listing(values.listing),
    copy: join(values.folder, "copy.json"),
    pages: join(values.folder, "public"),
    today: values.today ?? now.toISOString().slice(0, 10),
  };
}

function parsed(args: string[]) {
  const options = {
    directory: { type: "string", default: "http://127.0.0.1:8080" },
    listing: { type: "string" },
    folder: { type: "string", default: "site" },
    today: { type: "string" },
  } as const;
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new Trouble(`${said(error)}\n${USAGE}`);
  }
}
