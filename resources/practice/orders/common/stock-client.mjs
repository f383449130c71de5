/** Asks the stock service to hold pieces for an order. */
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });
const ANSWER_LIMIT_MS = 3000;

/** The stock service did not say yes. The service answers 502. */
export class StockFailed extends Error {}

export function createStock(url) {
  return {
    reserve: (item, quantity) =>
      new Promise((resolve, reject) => {
        const outgoing = request(`${url}/reserve`, { method: 'POST', agent }, (answer) => {
          answer.resume().on('end', () => {
            if (answer.statusCode === 200) resolve();
            else reject(new StockFailed(`stock answered ${answer.statusCode}`));
          });
        });
        outgoing.setTimeout(ANSWER_LIMIT_MS, () => outgoing.destroy(new Error('no answer within 3 s')));
        outgoing.on('error', (error) => reject(new StockFailed(`stock: ${error.message}`)));
        outgoing.end(JSON.stringify({ item, quantity }));
      }),
  };
}
