// The entries of an Atom feed or a JSON Feed as feedsmith reads them.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const { format, feed } = parseFeed(readFileSync(process.argv[2], "utf8"));
const entries = format === "atom" ? feed.entries : feed.items;
for (const { id, title } of entries ?? []) console.log(JSON.stringify([id, typeof title === "string" ? title : title.value]));
