// HTML in which every text from outside is escaped, because nothing else can be put into it.

/** Text that is HTML already. Only `html` makes it. */
class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Html };

type Part = Html | string | number | null | Part[];

/** A template whose parts are escaped, unless they are HTML themselves; null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  const [first, ...others] = texts;
  return new Html(others.reduce((all, text, at) => all + written(parts[at] ?? null) + text, first ?? ""));
}

function written(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(written).join("");
  return String(part).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** A link, if the address is one of the web; the words alone otherwise: `javascript:` is an address too. */
export function link(address: string | null, words: string): Html {
  return address !== null && /^https?:\/\//i.test(address) ? html`<a href="${address}">${words}</a>` : html`${words}`;
}

/** A whole page; `root` leads to the site's first folder, `head` is what a page adds to its head. */
export function page(title: string, root: string, body: Html, head: Html | null = null): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'self'">
<meta name="viewport" content="width=device-width">
${head}<title>${title}</title>
<link rel="stylesheet" href="${root}style.css">
</head>
<body>
${body}
</body>
</html>
`.text;
}
