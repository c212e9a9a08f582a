import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './style.css';

// The editor checks and completes text in workers. build.mjs bundles each into a file of this
// server, so that the content security policy needs no `blob:`, and fills in their addresses.
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(WORKERS[label] ?? WORKERS.editorWorkerService),
};

// Plain GraphQL over HTTP; the WebSocket is opened only when a subscription is run.
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  subscriptionUrl: new URL('/graphql/ws', location.href.replace(/^http/, 'ws')).href,
  enableIncrementalDelivery: false,
});

// A link can carry a query (`/graphiql?query=…&variables=…`): it opens in front of the examples.
// GraphiQL remembers the tabs of a visitor who comes back; then it adds the linked query to them.
const link = new URLSearchParams(location.search);
const linked = link.get('query') && {
  query: link.get('query'),
  variables: link.get('variables') ?? undefined,
};

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })]}
    defaultTabs={[...(linked ? [linked] : []), ...EXAMPLES.map((query) => ({ query }))]}
    initialQuery={linked?.query}
    initialVariables={linked?.variables}
  >
    <GraphiQL.Logo>
      <a className="graphiql-logo-link" href="/">
        Cluster Directory
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
