/** Asks the practice's supervisor (units) and the splitter (weight), as `systemctl` asks init. */
import { Refusal } from './refusal.mjs';

async function ask(url, method, body) {
  const headers = { authorization: `Bearer ${process.env.PRACTICE_TOKEN}` };
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.error ?? `${url} answered ${response.status}`);
  return answer;
}

const supervisor = process.env.PRACTICE_CONTROL;
const traffic = `http://127.0.0.1:${process.env.TRAFFIC_PORT}`;

/** `{ stable: { state, pid, version }, candidate: …, … }` */
export const units = () => ask(`${supervisor}/units`, 'GET');
/** `action` is start, stop or restart; answers the unit once it is so. */
export const change = (action, unit) => ask(`${supervisor}/units/${unit}/${action}`, 'POST');
export const weight = async () => (await ask(`${traffic}/weight`, 'GET')).weight;
export const setWeight = (value) => ask(`${traffic}/weight`, 'PUT', value);
