// What is kept between two runs, in one file.

import { readFile } from "node:fs/promises";

import { writeWhole } from "./files.ts";
import type { CopiedEvent, EventFilter } from "./questions.ts";
import { Trouble, said } from "./trouble.ts";

/** Rises when the file's shape changes; a copy of another shape is taken anew. */
const FORMAT = 1;

export interface Copy {
  format: typeof FORMAT;
  /** The directory and the listing; a copy of another one is of no use. */
  of: string;
  /** The filter as it was meant last. */
  where: EventFilter;
  /** Up to where the log was read: the cursor to go on from, and number and time of the change there. */
  read: { cursor: string | null; number: number; at: string | null };
  /** The tag of the last answer that told of no change. */
  tag: string | null;
  /** The events of the listing by their ids. */
  events: Record<string, CopiedEvent>;
  /** Which event each slug belonged to that ever had a page. */
  addresses: Record<string, string>;
  /** Where the ids among the addresses lead that are no more. */
  leads: Record<string, string>;
}

/** A copy of nothing, as of the beginning. */
export function emptyCopy(of: string): Copy {
  const read = { cursor: null, number: 0, at: null };
  return { format: FORMAT, of, where: {}, read, tag: null, events: {}, addresses: {}, leads: {} };
}

/** The copy in this file; null if there is none that can be gone on from. */
export async function readCopy(file: string, of: string): Promise<Copy | null> {
  let text;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new Trouble(`${file} cannot be read: ${said(error)}.`);
  }
  try {
    // It was written by `saveCopy`; `format` tells whether by this one.
    const copy = JSON.parse(text) as Copy;
    return copy.format === FORMAT && copy.of === of ? copy : null;
  } catch (error) {
    throw new Trouble(`${file} is damaged: ${said(error)}. Delete it, and the copy is taken anew.`);
  }
}

/** Keeps the copy. If the machine stops meanwhile, the file is the old one or the new one. */
export async function saveCopy(file: string, copy: Copy): Promise<void> {
  await writeWhole(file, `${JSON.stringify(copy, null, 1)}\n`);
}
