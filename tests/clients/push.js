// npm graphql-ws and graphql-sse against a running server: `node push.js URL TOKEN`. Each subscribes, loses its
// connection while something happens, and goes on where it was; and what one must not say ends the connection.
//
// The token is an editor's.
import assert from 'node:assert/strict';

import { createClient as createSse } from 'graphql-sse';
import { CloseCode, createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token] = process.argv.slice(2);
const socketUrl = `${url.replace(/^http/, 'ws')}/ws`;
const authorization = `Bearer ${token}`;
const CHANGED = 'subscription Changed($after: Int) { changed(types: [TOPIC], after: $after) { number slug } }';

/** Makes a topic; gives the number of its entry. */
async function topic(name) {
  const query = `mutation ($input: CreateTopicInput!) {
    createTopic(input: $input) { record { slug } changes { nodes { number } } }
  }`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables: { input: { name } } }),
  });
  const { data } = await response.json();
  return data.createTopic.changes.nodes[0].number;
}

/** What is heard, and somebody who waits for more of it. */
class Heard {
  events = [];
  #wake = () => {};
  sink = {
    next: ({ data, errors }) => {
      assert.equal(errors, undefined);
      this.events.push(data.changed);
      this.#wake();
    },
    error: (error) => assert.fail(`the subscription failed: ${JSON.stringify(error)} ${error?.message}`),
    complete: () => {},
  };
  get last() {
    return this.events.at(-1)?.number;
  }
  async until(number) {
    while ((this.last ?? 0) < number) await new Promise((resolve) => (this.#wake = resolve));
  }
  /** Each was heard once, in order. */
  check(numbers) {
    assert.deepEqual(
      this.events.map(({ number }) => number),
      numbers,
    );
  }
}

async function graphqlWs() {
  let socket;
  let connected = 0;
  const heard = new Heard();
  const client = createWs({
    url: socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryWait: () => Promise.resolve(),
    keepAlive: 200,
    on: {
      connected: (opened) => {
        socket = opened;
        connected += 1;
      },
    },
  });
  const ponged = new Promise((resolve) => client.on('pong', resolve));
  // A request is asked anew after a reconnection, so its variable is looked up then.
  const variables = {
    get after() {
      return heard.last ?? first;
    },
  };
  const first = await topic('Before ws');
  const end = client.subscribe({ query: CHANGED, variables }, heard.sink);
  const numbers = [await topic('Ws alpha')];
  await heard.until(numbers[0]);
  await ponged;
  socket.terminate();
  numbers.push(await topic('Ws beta'), await topic('Ws gamma'));
  await heard.until(numbers.at(-1));
  heard.check(numbers);
  assert.equal(connected, 2);

  // Ended by its client, it hears no more; queries go over the same connection.
  end();
  const after = await topic('Ws delta');
  const answers = [];
  for await (const answer of client.iterate({ query: '{ changes(last: 1) { nodes { number } } viewer { role } }' })) {
    answers.push(answer.data);
  }
  assert.deepEqual(answers, [{ changes: { nodes: [{ number: after }] }, viewer: { role: 'EDITOR' } }]);
  heard.check(numbers);
  await client.dispose();

  const refused = createWs({
    url: socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: 'Bearer none' },
  });
  await new Promise((resolve) =>
    refused.subscribe(
      { query: '{ __typename }' },
      { next: assert.fail, complete: assert.fail, error: (event) => resolve(assert.equal(event.code, 4401)) },
    ),
  );
}

async function closeCodes() {
  const init = { type: 'connection_init' };
  const subscribe = { type: 'subscribe', id: '1', payload: { query: 'subscription { changed { number } }' } };
  const closed = (words, protocol = 'graphql-transport-ws') =>
    new Promise((resolve) => {
      const socket = new WebSocket(socketUrl, protocol);
      socket.on('open', () => words.forEach((word) => socket.send(JSON.stringify(word))));
      socket.on('close', resolve);
    });
  assert.equal(await closed([{ type: 'nothing' }]), CloseCode.BadRequest);
  assert.equal(await closed([subscribe]), CloseCode.Unauthorized);
  assert.equal(await closed([]), CloseCode.ConnectionInitialisationTimeout);
  assert.equal(await closed([init, subscribe, subscribe]), CloseCode.SubscriberAlreadyExists);
  assert.equal(await closed([init, init]), CloseCode.TooManyInitialisationRequests);
}

async function graphqlSse() {
  const heard = new Heard();
  let cut;
  let connected = 0;
  const client = createSse({
    url,
    // What is known when it connects anew.
    headers: () => ({ authorization, ...(heard.last && { 'last-event-id': String(heard.last) }) }),
    retry: () => Promise.resolve(),
    fetchFn: async (input, init) => {
      const leaving = new AbortController();
      cut = () => leaving.abort(new TypeError('the connection broke'));
      connected += 1;
      init.signal.addEventListener('abort', () => leaving.abort());
      return fetch(input, { ...init, signal: leaving.signal });
    },
  });
  const first = await topic('Before sse');
  const end = client.subscribe({ query: CHANGED, variables: { after: first } }, heard.sink);
  const numbers = [await topic('Sse alpha')];
  await heard.until(numbers[0]);
  cut();
  numbers.push(await topic('Sse beta'), await topic('Sse gamma'));
  await heard.until(numbers.at(-1));
  heard.check(numbers);
  assert.equal(connected, 2);
  end();

  const answers = [];
  for await (const answer of client.iterate({ query: '{ viewer { role } }' })) answers.push(answer.data);
  assert.deepEqual(answers, [{ viewer: { role: 'EDITOR' } }]);
  for await (const answer of client.iterate({ query: '{ nothing }' })) answers.push(answer.errors[0].extensions.code);
  assert.equal(answers[1], 'GRAPHQL_VALIDATION_FAILED');
  client.dispose();
}

for (const story of [graphqlWs, closeCodes, graphqlSse]) {
  await story();
  console.log(`${story.name} works`);
}
