// The element: when its attributes change it reads the listing again and shows it in its shadow root.
import { cards } from './cards.js';
import { element } from './dom.js';
import { list } from './list.js';
import { address, FILTERS, read } from './listing.js';
import { month } from './month.js';
import { panel } from './panel.js';
import { styles } from './styles.js';
import { language } from './texts.js';

const LAYOUTS = { list, cards, month };
/** Whoever waits longer than this is told that it failed, and can try again. */
const PATIENCE = 20_000;

/** The element's class, for listings of this server. */
export const clusterEvents = (server) =>
  class ClusterEvents extends HTMLElement {
    // `theme` is only for the style sheet.
    static observedAttributes = ['view', ...FILTERS, 'limit', 'lang', 'layout', 'zone', 'heading'];

    #root = this.attachShadow({ mode: 'open' });
    #reading = null;
    #due = false;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [styles()];
      // What stands inside the element is shown until there is something better.
      this.#root.append(element('slot'));
    }

    connectedCallback() {
      this.#soon();
    }

    disconnectedCallback() {
      this.#reading?.abort();
    }

    attributeChangedCallback() {
      this.#soon();
    }

    /** Several attributes that change together are one change. */
    #soon() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        if (this.isConnected) this.#show();
      });
    }

    async #show() {
      this.#reading?.abort();
      const reading = (this.#reading = new AbortController());
      const layout = LAYOUTS[this.getAttribute('layout')] ?? list;
      const context = {
        ...language(this),
        layout,
        ofVisitor: this.getAttribute('zone') === 'visitor',
        heading: /^[2-6]$/.test(this.getAttribute('heading')) ? `h${this.getAttribute('heading')}` : 'h3',
        calendar: address(this, server, 'ics'),
        read: (from) => read(from, server, AbortSignal.any([reading.signal, AbortSignal.timeout(PATIENCE)])),
      };
      try {
        const listing = await context.read(address(this, server, 'json', layout.limit));
        this.#root.replaceChildren(panel(listing, context));
      } catch (error) {
        if (!reading.signal.aborted) this.#failed(error, context);
      }
    }

    /** The link inside the element is there still; whoever put the element there hears what is wrong with it. */
    #failed(error, { locale, texts }) {
      console.warn(`<cluster-events>: ${error.message}`);
      const again = element('button', { type: 'button' }, texts.again);
      again.addEventListener('click', () => this.#show());
      const note = element('p', { class: 'note', role: 'status' }, texts.failed, ' ', again);
      this.#root.replaceChildren(element('div', { class: 'panel', lang: locale }, note, element('slot')));
    }
  };
