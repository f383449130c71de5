/**
 * The customers: LOAD_PER_SECOND requests each second through the splitter, half of them new orders, half reads.
 * Open loop: the next customer does not wait for the one before, so a slow service gets no mercy.
 */
import { Agent, request as httpRequest } from 'node:http';
import { exitWithStarter } from './lifeline.mjs';

exitWithStarter();
const perSecond = Number(process.env.LOAD_PER_SECOND);
const port = Number(process.env.ENTRY_PORT);
const agent = new Agent({ keepAlive: true });
const ITEMS = ['lamp', 'chair', 'kettle', 'bicycle'];
const OPEN_LIMIT = 600;
const PATIENCE_MS = 5000;
const known = [1];
let open = 0;
let sent = 0;
const counts = { answered: 0, failed: 0, not_sent: 0 };

const pick = (list) => list[Math.floor(Math.random() * list.length)];

function remember(text) {
  const { id } = JSON.parse(text);
  known.push(id);
  if (known.length > 500) known.shift();
}

function newOrder() {
  const order = { customer: `c${Math.floor(Math.random() * 200)}`, item: pick(ITEMS), quantity: 1 };
  return { method: 'POST', path: '/orders', body: JSON.stringify(order) };
}
const read = () => ({
  method: 'GET',
  path: Math.random() < 0.8 ? `/orders/${pick(known)}` : '/orders?limit=20',
  body: '',
});

function settle(outcome) {
  open -= 1;
  counts[outcome] += 1;
}

function send({ method, path, body }) {
  open += 1;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const outgoing = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    answer.on('end', () => {
      if (answer.statusCode === 201) remember(text);
      settle(answer.statusCode < 500 ? 'answered' : 'failed');
    });
    answer.on('error', () => settle('failed'));
  });
  outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error('the customer left')));
  outgoing.on('error', () => settle('failed'));
  outgoing.end(body);
}

const started = performance.now();
setInterval(() => {
  const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
  // After a stall of the machine the missed customers do not all come at once.
  sent = Math.max(sent, due - perSecond);
  for (; sent < due; sent += 1) {
    if (open >= OPEN_LIMIT) counts.not_sent += 1;
    else send(Math.random() < 0.5 ? newOrder() : read());
  }
}, 10);
setInterval(() => console.log(JSON.stringify({ ...counts, open })), 10_000);
process.on('SIGTERM', () => process.exit(0));
