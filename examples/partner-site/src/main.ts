// A run: the copy is brought up to date, pages are made of it, and only then is it kept.

import { readCopy, saveCopy } from "./copy.ts";
import { Directory } from "./directory.ts";
import { publish } from "./files.ts";
import { site } from "./pages/site.ts";
import { settings } from "./settings.ts";
import { Trouble, said } from "./trouble.ts";
import { update } from "./update.ts";

async function run(): Promise<void> {
  const told = settings(process.argv.slice(2), process.env, new Date());
  const directory = new Directory(told.directory, told.token);
  const of = `${told.listing.words} at ${directory.address}`;
  const known = await readCopy(told.copy, of);
  const copy = await update(directory, told.listing, known, of);
  // The pages follow from the copy alone. A run that stops in between leaves the old copy, and the next one sets right
  // whatever pages it finds.
  const changed = await publish(told.pages, site(copy, told.listing.calendar(directory), told.today));
  await saveCopy(told.copy, copy);
  const count = Object.keys(copy.events).length;
  console.log(`${count} events of ${of}, up to change ${copy.read.number}; ${changed} files changed.`);
}

try {
  await run();
} catch (error) {
  // A full disk says so itself; whatever else is thrown is a mistake of this program.
  if (!(error instanceof Trouble || (error instanceof Error && "syscall" in error))) throw error;
  console.error(said(error));
  process.exitCode = 1;
}
