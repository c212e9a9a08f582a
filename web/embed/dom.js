// Elements from data. There is no way in here by which a text could become markup or a script.

/** An element with attributes (without those that are null) and children: texts and other elements. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Whether an address is one of the web; `javascript:` is an address too. */
export const isWeb = (address) =>
  typeof address === 'string' && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/** A link to an address of the web; of any other, its words alone. */
export const link = (address, attributes, ...words) =>
  isWeb(address)
    ? element('a', { href: address, ...attributes }, ...words)
    : element('span', attributes, ...words);
