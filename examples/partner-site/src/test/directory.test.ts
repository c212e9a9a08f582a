// How the directory is asked, told against a server that answers what a story needs.

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { test } from "node:test";

import { Directory } from "../directory.ts";
import { endQuestion } from "../questions.ts";

const NOTHING = { data: { changes: { edges: [] } } };
const question = { types: [] };

interface Story {
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  tell: (directory: Directory, waits: number[]) => Promise<void>;
}

/** Starts a server, and gives a directory at it that does not really wait. */
async function story({ answer, tell }: Story): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert(address !== null && typeof address === "object");
  const waits: number[] = [];
  const pause = async (seconds: number) => void waits.push(seconds);
  try {
    await tell(new Directory(`http://127.0.0.1:${address.port}/`, undefined, pause), waits);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function say(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
}

test("whoever is told to wait waits, in either spelling, and asks again", async () => {
  const waits = ["7", new Date(Date.now() + 30_000).toUTCString(), "soon"];
  await story({
    answer: (_, response) => {
      const wait = waits.shift();
      say(response, wait === undefined ? 200 : 503, wait === undefined ? {} : { "retry-after": wait }, NOTHING);
    },
    tell: async (directory, waits) => {
      assert.deepEqual(await directory.ask(endQuestion, question), NOTHING.data);
      const [first, second = 0, third] = waits;
      assert.deepEqual([first, third, waits.length], [7, 5, 3]);
      assert(second >= 28 && second <= 30);
    },
  });
});

test("nobody waits for ever, or for hours", async () => {
  let asked = 0;
  await story({
    answer: (_, response) => (asked++, say(response, 429, { "retry-after": "3600" }, "")),
    tell: async (directory, waits) => {
      await assert.rejects(directory.ask(endQuestion, question), /has no time now \(429\) and asks to wait 3600 seconds/);
      assert.deepEqual([waits, asked], [[], 1]);
    },
  });
  await story({
    answer: (_, response) => (asked++, say(response, 503, { "retry-after": "1" }, "")),
    tell: async (directory, waits) => {
      await assert.rejects(directory.ask(endQuestion, question), /has no time now \(503\)/);
      assert.deepEqual([waits, asked], [[1, 1, 1, 1], 6]);
    },
  });
});

test("an answer that one has is not sent again", async () => {
  await story({
    answer: (request, response) => {
      const known = request.headers["if-none-match"] === 'W/"7"';
      say(response, known ? 304 : 200, { etag: 'W/"7"' }, known ? "" : NOTHING);
    },
    tell: async (directory) => {
      const first = await directory.askAgain(endQuestion, question, null);
      assert.deepEqual(first, { data: NOTHING.data, tag: 'W/"7"' });
      assert.deepEqual(await directory.askAgain(endQuestion, question, first.tag), { tag: 'W/"7"' });
    },
  });
});

test("what goes wrong is told in a sentence", async () => {
  const refusal = { errors: [{ message: "`after` is not a cursor of this server.", extensions: { code: "INVALID" } }] };
  const answers: [number, unknown, RegExp][] = [
    [400, refusal, /refuses: `after` is not a cursor of this server\. \(INVALID\)$/],
    [502, "<html>Bad gateway</html>", /gave no answer that can be read \(502\)/],
    [200, {}, /is no directory: its answer \(200\) has no data/],
  ];
  for (const [status, body, sentence] of answers) {
    await story({
      answer: (_, response) => say(response, status, {}, body),
      tell: (directory) => assert.rejects(directory.ask(endQuestion, question), sentence),
    });
  }
  const nobody = new Directory("http://127.0.0.1:9");
  await assert.rejects(nobody.ask(endQuestion, question), /^Error: http:\/\/127\.0\.0\.1:9 cannot be reached: /);
});
