/**
 * The stock service of another team, which the order service asks before it takes an order. Its answer takes
 * STOCK_ANSWER_MS: a neighbour across a network is slow in exactly this way, whatever the speed of this machine.
 */
import { createServer } from 'node:http';
import { exitWithStarter } from './lifeline.mjs';

exitWithStarter();
const answerMs = Number(process.env.STOCK_ANSWER_MS);

const server = createServer((request, response) => {
  request.resume();
  const answer = () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"reserved":true}\n');
  };
  if (request.url === '/healthz') answer();
  else setTimeout(answer, answerMs);
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.STOCK_PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
