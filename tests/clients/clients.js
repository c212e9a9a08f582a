// Apollo Client, urql and graphql-request against a running server: `node clients.js URL`. Each asks with
// variables, makes a mistake, names a document instead of sending it, and goes away before its answer.
//
// The server must know the country "me", and must never come to an end with a list of countries.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { ClientError, GraphQLClient } from 'graphql-request';

const [url] = process.argv.slice(2);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const NAME = 'query Name($slug: String!) { organization(by: { slug: $slug }) { name } }';
const variables = { slug: 'a' };
const found = { organization: { name: 'Cluster A' } };
const MISTAKE = 'query Mistake { organization(by: { slug: "a" }) { nam } }';
const ENDLESS = 'query Endless { countries { nodes { name } } }';
/** More than the server has connections to its database: those who go away must leave theirs. */
const CROWD = 12;

/** What was sent, in order, and whether it was given up. */
const sent = [];
const observed = (input, init) => {
  sent.push({ method: init?.method ?? 'GET', input: String(input), body: init?.body, signal: init?.signal });
  return fetch(input, init);
};

/** A crowd asks for what does not end and goes away; somebody else is answered all the same. */
async function leaves(ask, other) {
  sent.length = 0;
  await Promise.all(Array.from({ length: CROWD }, () => ask()));
  assert.equal(sent.length, CROWD);
  assert.ok(sent.every(({ signal }) => signal.aborted), 'the client gave its requests up');
  assert.deepEqual(await other(), found);
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 100));

async function apollo() {
  const http = new HttpLink({ uri: url, fetch: observed });
  const make = (link) =>
    new ApolloClient({
      link,
      cache: new InMemoryCache(),
      queryDeduplication: false,
      defaultOptions: { query: { fetchPolicy: 'no-cache' } },
    });
  const client = make(http);
  const name = async (client) => (await client.query({ query: gql(NAME), variables })).data;
  const bare = ({ organization: { name } }) => ({ organization: { name } });
  assert.deepEqual(bare(await name(client)), found);

  await assert.rejects(client.query({ query: gql(MISTAKE) }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error), `not GraphQL's errors: ${error}`);
    assert.equal(error.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    return true;
  });

  for (const useGETForHashedQueries of [true, false]) {
    // Apollo prints a document its own way; another name makes it a new one.
    const query = gql(NAME.replace('Name', useGETForHashedQueries ? 'ByGet' : 'ByPost'));
    const persisted = make(ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), http]));
    for (const requests of [2, 1]) {
      sent.length = 0;
      const { data } = await persisted.query({ query, variables });
      assert.deepEqual(bare(data), found);
      assert.equal(sent.length, requests, 'the document is sent once, and then only named');
      assert.equal(sent[0].method, useGETForHashedQueries ? 'GET' : 'POST');
    }
  }

  await leaves(
    async () => {
      const leaving = new AbortController();
      const context = { fetchOptions: { signal: leaving.signal } };
      const asked = client.query({ query: gql(ENDLESS), context });
      const gone = assert.rejects(asked, { name: 'AbortError' });
      await soon();
      leaving.abort();
      await gone;
    },
    async () => bare(await name(client)),
  );
}

async function urql() {
  const make = (exchanges, more) =>
    new Client({ url, exchanges, fetch: observed, requestPolicy: 'network-only', preferGetMethod: false, ...more });
  const client = make([fetchExchange]);
  const name = async () => (await client.query(NAME, variables)).data;
  assert.deepEqual(await name(), found);

  const { error } = await client.query(MISTAKE, {});
  assert.equal(error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');

  for (const get of [true, false]) {
    const query = NAME.replace('Name', get ? 'UrqlByGet' : 'UrqlByPost');
    const named = make([persistedExchange({ preferGetForPersistedQueries: get }), fetchExchange]);
    for (const requests of [2, 1]) {
      sent.length = 0;
      const { data, error } = await named.query(query, variables);
      assert.equal(error, undefined);
      assert.deepEqual(data, found);
      assert.equal(sent.length, requests, 'the document is sent once, and then only named');
      assert.equal(sent[0].method, get ? 'GET' : 'POST');
    }
  }

  await leaves(async () => {
    // Two operations of the same document and variables would be one.
    const query = ENDLESS.replace('Endless', `Endless${Math.random()}`.replace('.', ''));
    const { unsubscribe } = client.query(query, {}).subscribe(() => assert.fail('an endless answer came'));
    await soon();
    unsubscribe();
  }, name);
}

async function graphqlRequest() {
  const client = new GraphQLClient(url, { fetch: observed });
  const name = () => client.request(NAME, variables);
  assert.deepEqual(await name(), found);

  await assert.rejects(client.request(MISTAKE), (error) => {
    assert.ok(error instanceof ClientError, `not GraphQL's errors: ${error}`);
    assert.equal(error.response.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    return true;
  });

  // It knows no persisted documents by itself, but lets a request be changed on its way.
  const document = NAME.replace('Name', 'Kept');
  const documentId = `sha256:${sha256(document)}`;
  const say = (parameters) => (request) => ({ ...request, body: JSON.stringify({ ...parameters, variables }) });
  const asks = (parameters) =>
    new GraphQLClient(url, { requestMiddleware: say(parameters) }).request(document, variables);
  await assert.rejects(asks({ documentId }), (error) => {
    assert.equal(error.response.errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
    assert.equal(error.response.headers.get('cache-control'), 'private, no-store');
    return true;
  });
  assert.deepEqual(await asks({ documentId, query: document }), found);
  assert.deepEqual(await asks({ documentId }), found);

  await leaves(async () => {
    const leaving = new AbortController();
    const asked = client.request({ document: ENDLESS, signal: leaving.signal });
    const gone = assert.rejects(asked, { name: 'AbortError' });
    await soon();
    leaving.abort();
    await gone;
  }, name);
}

for (const story of [apollo, urql, graphqlRequest]) {
  await story();
  console.log(`${story.name} works`);
}
