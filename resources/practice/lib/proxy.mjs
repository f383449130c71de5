/** Passes one HTTP request to a backend on this machine and its answer back. */
import { Agent, request as httpRequest } from 'node:http';

const agent = new Agent({ keepAlive: true });
const BODY_LIMIT = 64 * 1024;
const ANSWER_LIMIT_MS = 5000;

/** Reads a whole request body; rejects above 64 KiB. */
export async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('the request body is larger than 64 KiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function ask(incoming, body, port) {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = incoming;
    const outgoing = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers }, resolve);
    outgoing.setTimeout(ANSWER_LIMIT_MS, () => outgoing.destroy(new Error('no answer within 5 s')));
    outgoing.on('error', (error) => {
      // A kept connection that the backend closed just now never carried this request: ask again on a new one.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(ask(incoming, body, port));
      else reject(error);
    });
    outgoing.end(body);
  });
}

/** Resolves when the answer is on its way: its status and the version header, `none` when no backend answered. */
export async function forward(incoming, response, port) {
  const body = await readBody(incoming);
  try {
    const answer = await ask(incoming, body, port);
    const chunks = [];
    for await (const chunk of answer) chunks.push(chunk);
    response.writeHead(answer.statusCode, answer.headers);
    response.end(Buffer.concat(chunks));
    return { status: answer.statusCode, version: answer.headers['x-orders-version'] ?? 'none' };
  } catch (error) {
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify({ error: `no answer from the service: ${error.message}` })}\n`);
    return { status: 502, version: 'none' };
  }
}
