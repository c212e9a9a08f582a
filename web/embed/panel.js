// What all layouts have around them: a note where there is nothing, more where there is more, the calendar.
import { element } from './dom.js';

/** A listing as a whole. */
export function panel({ items, next }, context) {
  const { layout, locale, texts } = context;
  let shown = layout(items, context);
  const footer = element('div', { class: 'footer' });
  if (next) footer.append(more());
  footer.append(element('a', { class: 'calendar', href: webcal(context.calendar) }, texts.calendar));
  const note = items.length ? null : element('p', { class: 'note' }, texts.none);
  return element('div', { class: 'panel', lang: locale }, note ?? shown, footer);

  /** The button that reads the next page; who pressed it goes on at the first event that it brought. */
  function more() {
    const button = element('button', { type: 'button' }, texts.more);
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const page = await context.read(next);
        const known = items.length;
        items.push(...page.items);
        next = page.next;
        const grown = layout(items, context);
        shown.replaceWith(grown);
        shown = grown;
        if (!next) button.remove();
        const first = shown.querySelectorAll('.event')[known] ?? shown;
        first.tabIndex = -1;
        first.focus();
      } catch (error) {
        console.warn(`<cluster-events>: ${error.message}`);
      }
      button.disabled = false;
    });
    return button;
  }
}

/** The address by which programs for calendars subscribe instead of showing a file. */
const webcal = (address) => address.href.replace(/^https?:/, 'webcal:');
