// The events of a calendar as ical.js reads them.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const moment = (time) => (time ? time.toICALString() : "");
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const lines = calendar.getAllSubcomponents("vevent").map((event) => {
  const value = (name) => event.getFirstPropertyValue(name);
  return [value("uid"), moment(value("dtstart")), moment(value("dtend")), value("status"), value("summary")].join("\t");
});
const bytes = lines.map((line) => Buffer.from(line));
for (const line of bytes.sort(Buffer.compare)) process.stdout.write(`${line}\n`);
