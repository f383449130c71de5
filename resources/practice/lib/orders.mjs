/** `orders ...`: the operator's command of the order service. Exit codes: 0 done, 1 refused or failed, 2 usage. */
import { backup, restore } from './backup.mjs';
import { change, setWeight, units, weight } from './control.mjs';
import { applied, migrateDown, migrateUp } from './migrations.mjs';
import { Refusal } from './refusal.mjs';
import { linkedVersion, releaseFolder } from './releases.mjs';
import { openDatabase } from './sqlite.mjs';

const HELP = `usage:
  orders status                      instances, versions, traffic, schema
  orders start|stop|restart UNIT     UNIT: stable (runs releases behind ./current) or candidate (./candidate)
  orders migrate status
  orders migrate up VERSION          apply what VERSION ships
  orders migrate down VERSION        take back what VERSION ships and the current release does not know
  orders backup FILE                 online backup, checked
  orders restore FILE                stops the instances, puts the backup in place, starts them again
  orders traffic show
  orders traffic set PERCENT         share of the candidate, 0 to 100
`;

class Usage extends Error {}
const say = (text) => process.stdout.write(`${text}\n`);
const databasePath = process.env.ORDERS_DB;

const running = async () =>
  Object.entries(await units())
    .filter(([, unit]) => unit.version !== null && unit.state === 'running')
    .map(([name, unit]) => ({ name, ...unit }));

async function withDatabase(work) {
  const db = openDatabase(databasePath);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

async function status() {
  const all = await units();
  for (const [name, unit] of Object.entries(all)) {
    say(
      `${name.padEnd(10)} ${unit.state.padEnd(8)} ${unit.version ?? '-'}${unit.pid ? `  pid ${unit.pid}` : ''}`,
    );
  }
  say(`current    ${linkedVersion('current') ?? 'none'}`);
  say(`traffic    ${await weight()} % to the candidate`);
  say(`schema     ${await withDatabase((db) => applied(db).join(', '))}`);
}

async function unit(action, name) {
  if (name !== 'stable' && name !== 'candidate') throw new Usage();
  if (action === 'stop' && name === 'candidate' && (await weight()) > 0) {
    throw new Refusal(
      `${await weight()} % of the traffic goes to the candidate; first: orders traffic set 0`,
    );
  }
  const { state, version, pid } = await change(action, name);
  say(`${name} ${state}${version === null ? '' : ` ${version}`}${pid === null ? '' : `, pid ${pid}`}`);
}

async function down(version) {
  const keep = linkedVersion('current');
  if (keep === null) throw new Refusal('there is no current release to go back to');
  const user = (await running()).find((each) => each.version === version);
  if (user !== undefined && version !== keep) {
    throw new Refusal(
      `${user.name} runs ${version}, which needs this schema; first: orders stop ${user.name}`,
    );
  }
  return withDatabase((db) => migrateDown(db, version, keep));
}

async function migrate(way, version) {
  if (way === 'status') {
    say(await withDatabase((db) => applied(db).join('\n')));
    return;
  }
  if ((way !== 'up' && way !== 'down') || version === undefined) throw new Usage();
  releaseFolder(version);
  const names = way === 'up' ? await withDatabase((db) => migrateUp(db, version)) : await down(version);
  const verb = way === 'up' ? 'applied' : 'taken back';
  say(names.length === 0 ? 'nothing to do' : names.map((name) => `${verb} ${name}`).join('\n'));
}

async function takeBackup(file) {
  if (file === undefined) throw new Usage();
  const proof = await backup(databasePath, file);
  say(JSON.stringify(proof));
}

async function putBack(file) {
  if (file === undefined) throw new Usage();
  const users = await running();
  for (const { name } of users) await change('stop', name);
  try {
    const { orders, gone } = restore(databasePath, file);
    say(`restored ${orders} orders; ${gone} that came after the backup are gone`);
  } finally {
    for (const { name } of users) await change('start', name);
  }
}

async function traffic(action, text) {
  if (action === 'show') say(`${await weight()}`);
  else if (action === 'set' && /^\d{1,3}$/.test(text ?? '')) {
    const candidate = (await units()).candidate;
    if (Number(text) > 0 && candidate.state !== 'running') throw new Refusal('no candidate is running');
    await setWeight(Number(text));
    say(`${text} % of the traffic goes to the candidate`);
  } else throw new Usage();
}

async function main([command, ...rest]) {
  if (command === 'status') await status();
  else if (['start', 'stop', 'restart'].includes(command)) await unit(command, rest[0]);
  else if (command === 'migrate') await migrate(...rest);
  else if (command === 'backup') await takeBackup(rest[0]);
  else if (command === 'restore') await putBack(rest[0]);
  else if (command === 'traffic') await traffic(...rest);
  else if (command === 'help') say(HELP);
  else throw new Usage();
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Usage) process.stderr.write(HELP);
  else process.stderr.write(`orders: ${error instanceof Refusal ? error.message : error.stack}\n`);
  process.exitCode = error instanceof Usage ? 2 : 1;
}
