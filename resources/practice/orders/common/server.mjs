/** The HTTP face of the order service. */
import { createServer } from 'node:http';
import { sendMetrics } from './metrics.mjs';
import { findOrder, newestOrders, parseOrder } from './orders.mjs';
import { placeOrder } from './place-order.mjs';
import { PoolBusy } from './pool.mjs';
import { StockFailed } from './stock-client.mjs';

const BODY_LIMIT = 64 * 1024;
const found = (value) => ({ status: 200, body: value });
const wrong = (status, error) => ({ status, body: { error } });

async function bodyText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > BODY_LIMIT) return null;
  }
  return text;
}

async function create(app, request) {
  const text = await bodyText(request);
  if (text === null) return wrong(413, 'the order is larger than 64 KiB');
  const order = parseOrder(text);
  if (order === null) return wrong(400, 'an order has customer, item and a whole quantity above 0');
  return { status: 201, body: await placeOrder(app, order) };
}

async function one(app, id) {
  const order = await app.pool.use((db) => findOrder(db, id));
  return order === undefined ? wrong(404, `there is no order ${id}`) : found(order);
}

async function list(app, query) {
  const limit = Number(query.get('limit') ?? '20');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return wrong(400, 'limit is 1 to 100');
  return found(await app.pool.use((db) => newestOrders(db, limit)));
}

/** The route of a request: its label in the metrics and what answers it. */
function route(app, request, url) {
  const id = /^\/orders\/(\d{1,15})$/.exec(url.pathname)?.[1];
  if (request.method === 'GET' && id !== undefined) return ['/orders/:id', () => one(app, Number(id))];
  if (url.pathname !== '/orders') return ['none', async () => wrong(404, 'there is no such page')];
  if (request.method === 'GET') return ['/orders', () => list(app, url.searchParams)];
  if (request.method === 'POST') return ['/orders', () => create(app, request)];
  return ['/orders', async () => wrong(405, 'GET or POST')];
}

async function guarded(answer) {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof PoolBusy) return wrong(503, error.message);
    if (error instanceof StockFailed) return wrong(502, error.message);
    console.error(error);
    return wrong(500, 'the order service failed');
  }
}

function health({ db, version }) {
  try {
    const { orders } = db.prepare('SELECT max(id) AS orders FROM orders').get();
    return found({ status: 'ok', version, newest_order: orders, pid: process.pid });
  } catch (error) {
    return wrong(503, `the database does not answer: ${error.message}`);
  }
}

function send(response, version, { status, body }) {
  response.writeHead(status, { 'content-type': 'application/json', 'x-orders-version': version });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Stops taking connections, answers what is under way, then calls `done`. */
export function drain(server, done) {
  // A kept connection would keep us for ever: customers are told to go, and those who rest now are let go.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  const letGo = setInterval(() => server.closeIdleConnections(), 20);
  server.close(() => {
    clearInterval(letGo);
    done();
  });
}

/** Probes (/healthz, /metrics) are answered beside the pool and are not counted: they are no traffic. */
export function createOrdersServer(app) {
  const { version, metrics } = app;
  const server = createServer(async (request, response) => {
    const started = performance.now();
    const url = new URL(request.url, 'http://orders');
    if (url.pathname === '/metrics') return sendMetrics(response, metrics);
    if (url.pathname === '/healthz') return send(response, version, health(app));
    const [label, answer] = route(app, request, url);
    const result = await guarded(answer);
    send(response, version, result);
    const labels = { method: request.method, route: label, version };
    metrics.answered(labels, result.status, (performance.now() - started) / 1000);
  });
  server.keepAliveTimeout = 65_000;
  return server;
}
