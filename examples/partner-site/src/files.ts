// Files that are whole at any moment, whoever reads them and whenever the machine stops.

import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes a file beside its place and moves it there; leaves it alone if nothing changes. True if it was written. */
export async function writeWhole(file: string, text: string): Promise<boolean> {
  const present = await readFile(file, "utf8").catch(() => null);
  if (present === text) return false;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = await open(draft, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return true;
}

/** Writes the files of a site, and deletes from its folder `events` what is no page any more. How many files changed. */
export async function publish(folder: string, files: Map<string, string>): Promise<number> {
  let changed = 0;
  for (const [name, text] of files) {
    if (await writeWhole(join(folder, name), text)) changed++;
  }
  const events = join(folder, "events");
  await mkdir(events, { recursive: true });
  for (const name of await readdir(events)) {
    if (files.has(`events/${name}`)) continue;
    await rm(join(events, name));
    changed++;
  }
  return changed;
}
