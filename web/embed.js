// <cluster-events>: a listing of the directory on any page, by one script and without a library.
//
//   <script type="module" src="https://directory.example/embed.js"></script>
//   <cluster-events view="next-events"><a href="…">Our events</a></cluster-events>
//
// What it shows comes from the server that this script comes from. The page of another site decides
// what may run on it, so nothing in here needs more than `script-src` and `connect-src` of that server:
// styles are constructed, and what is read becomes text and attributes, never markup.
import { clusterEvents } from './embed/element.js';

// A page that was put together from several may load this twice.
if (!customElements.get('cluster-events')) {
  customElements.define('cluster-events', clusterEvents(new URL('.', import.meta.url)));
}
