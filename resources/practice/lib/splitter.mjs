/**
 * The traffic splitter: sends `weight` percent of the requests to the candidate, the rest to the stable instance.
 * Three ports: the public entry, the preview (always the newest instance that runs), and the admin port with
 * GET/PUT /weight, PUT /preview and /metrics as the users see the service.
 */
import { createServer } from 'node:http';
import { exitWithStarter } from './lifeline.mjs';
import { createMetrics, sendMetrics } from './metrics.mjs';
import { forward, readBody } from './proxy.mjs';

exitWithStarter();
const env = process.env;
const backends = { stable: Number(env.STABLE_PORT), candidate: Number(env.CANDIDATE_PORT) };
const metrics = createMetrics();
let weight = 0;
let credit = 0;
let preview = 'stable';
metrics.gauge('traffic_candidate_weight_percent', 'Share of the candidate.', () => weight);

/** Exactly `weight` of each hundred, evenly spread, so that also a short stage gets its share. */
function nextBackend() {
  credit += weight;
  if (credit < 100) return 'stable';
  credit -= 100;
  return 'candidate';
}

async function pass(request, response, backend) {
  const started = performance.now();
  const answer = await forward(request, response, backends[backend]);
  const labels = { method: request.method, backend, version: answer.version };
  metrics.answered(labels, answer.status, (performance.now() - started) / 1000);
}

function listen(port, handle) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}

async function setWeight(request, response) {
  const wanted = JSON.parse((await readBody(request)).toString());
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 100) {
    send(response, 400, { error: 'the weight is a whole number from 0 to 100' });
    return;
  }
  weight = wanted;
  send(response, 200, { weight });
}

async function setPreview(request, response) {
  const wanted = JSON.parse((await readBody(request)).toString());
  if (!(wanted in backends)) send(response, 400, { error: 'stable or candidate' });
  else {
    preview = wanted;
    send(response, 200, { preview });
  }
}

async function admin(request, response) {
  if (request.url === '/metrics') sendMetrics(response, metrics);
  else if (request.headers.authorization !== `Bearer ${env.PRACTICE_TOKEN}`) {
    send(response, 401, { error: 'the control token is missing' });
  } else if (request.method === 'PUT' && request.url === '/weight') await setWeight(request, response);
  else if (request.method === 'PUT' && request.url === '/preview') await setPreview(request, response);
  else send(response, 200, { weight, preview });
}

listen(Number(env.ENTRY_PORT), (request, response) => pass(request, response, nextBackend()));
// The preview is for checks, not for customers: it is not counted in the users' metrics.
listen(Number(env.PREVIEW_PORT), (request, response) => forward(request, response, backends[preview]));
listen(Number(env.TRAFFIC_PORT), admin);
process.on('SIGTERM', () => process.exit(0));
