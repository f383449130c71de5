import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { evaluateChecks } from '@core/engine/checks';
import { pick } from '@core/engine/checks/json';
import { openSink } from '@core/engine/perform/attempt';
import type { Connection } from '@core/ports';
import type { Expectation } from '@domain/plan/plan';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aStep } from '../../support/builders/plan';
import { freePort, type Sshd, startSshd } from '../../support/sshd';
import { connectToSshd } from '../ssh/helpers';
import { bench } from './support/bench';

let sshd: Sshd;
let connection: Connection;
beforeAll(async () => {
  sshd = await startSshd();
  connection = await connectToSshd(sshd);
});
afterAll(async () => {
  await connection.close();
  await sshd.stop();
});

const exited = { kind: 'exited', code: 0 } as const;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Look {
  readonly output?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly exports?: readonly { name: string; value: string }[];
  readonly via?: Connection;
  readonly code?: number;
  readonly status?: number;
}

/** The one rule's result, looked at here or through a connection. The step's own exit rule is left out. */
async function look(
  rule: Expectation,
  { output, files = {}, exports = [], via, code = 0, status }: Look = {},
) {
  const step = aStep({
    id: 'a',
    targets: via === undefined ? [] : ['app'],
    action: { type: 'local', script: 'x' },
    expect: [{ rule: 'exit', equals: code }, rule],
  });
  const { attempt, workspace } = bench(step, { exports });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
  if (output !== undefined) {
    const sink = openSink(attempt);
    sink.write(Buffer.from(output));
    await sink.end();
  }
  const { checks } = await evaluateChecks(attempt, via ?? null, {
    outcome: { kind: 'exited', code },
    values: [],
    ...(status === undefined ? {} : { httpStatus: status }),
  });
  const [, found] = checks;
  if (found === undefined) throw new Error('the rule was left out');
  return found;
}

const resultOf = async (rule: Expectation, parts: Look = {}) => (await look(rule, parts)).result;

describe('the rule exit', () => {
  it('is looked at even when the runbook does not name it, and nothing but the code passes', async () => {
    const { attempt } = bench(aStep({ id: 'a', expect: [] }));
    const results = [];
    for (const outcome of [
      exited,
      { kind: 'exited', code: 1 },
      { kind: 'signalled', signal: 'KILL' },
    ] as const)
      results.push(
        (await evaluateChecks(attempt, null, { outcome, values: [] })).checks.map((c) => c.result),
      );
    expect(results).toEqual([['pass'], ['fail'], ['fail']]);
  });
});

describe('the rule status', () => {
  it('passes, fails, and is an error where nothing was asked', async () => {
    expect(await resultOf({ rule: 'status', equals: 200 }, { status: 200 })).toBe('pass');
    expect(await resultOf({ rule: 'status', equals: 200 }, { status: 500 })).toBe('fail');
    expect(await resultOf({ rule: 'status', equals: 200 })).toBe('error');
  });
});

describe('the rule output', () => {
  const exports = [
    { name: 'version', value: '1.5.0' },
    { name: 'empty', value: '' },
  ];

  it.each([
    [{ contains: 'is ${version}' }, 'this is 1.5.0\n', 'pass'],
    [{ contains: 'is ${version}' }, 'this is 1.5.1\n', 'fail'],
    [{ contains: '${nobody_set_it}' }, 'anything', 'error'],
    [{ contains: '${empty}' }, 'anything', 'error'],
    [{ contains: '' }, 'anything', 'error'],
    [{ matches: '^up \\d+$' }, 'log\nup 42\n', 'pass'],
    [{ matches: '^up \\d+$' }, 'down\n', 'fail'],
    [{ matches: '(' }, 'x', 'error'],
    [{ matches: '' }, 'anything', 'error'],
    [{}, 'anything', 'error'],
  ] as const)('%j over %j: %s', async (rule, output, result) => {
    expect(await resultOf({ rule: 'output', ...rule }, { output, exports })).toBe(result);
  });

  it('fails where the step printed nothing', async () => {
    expect(await look({ rule: 'output', contains: 'x' })).toMatchObject({
      result: 'fail',
      found: 'no output',
    });
  });

  it('is not hung by a pattern that would take a backtracking matcher for ever', async () => {
    expect(await resultOf({ rule: 'output', matches: '^(a+)+$' }, { output: `${'a'.repeat(50_000)}b` })).toBe(
      'fail',
    );
  });
});

describe('the rule json', () => {
  const files = {
    'cov.json': '{"total":{"lines":{"pct":81.5}},"ok":true,"half":"\\ud800"}',
    'bad.json': '{',
  };

  it.each([
    [{ file: 'cov.json', path: 'total.lines.pct', min: '80' }, 'pass'],
    [{ file: 'cov.json', path: 'total.lines.pct', min: '80', max: '81' }, 'fail'],
    [{ file: 'cov.json', path: 'ok', equals: 'true' }, 'pass'],
    [{ file: 'cov.json', path: 'ok', min: '0' }, 'fail'],
    [{ file: 'cov.json', path: 'total.branches.pct', min: '0' }, 'error'],
    [{ file: 'cov.json', path: 'total', equals: '[object Object]' }, 'error'],
    [{ file: 'cov.json', path: 'ok' }, 'error'],
    [{ file: 'bad.json', path: 'ok', equals: 'true' }, 'error'],
    [{ file: 'none.json', path: 'ok', equals: 'true' }, 'error'],
    [{ file: '.', path: 'ok', equals: 'true' }, 'error'],
  ] as const)('%j: %s', async (rule, result) => {
    expect(await resultOf({ rule: 'json', ...rule }, { files })).toBe(result);
  });

  it('reads the output of the step where it names no file', async () => {
    const rule = { rule: 'json', file: null, path: 'n', min: '3' } as const;
    expect(await resultOf(rule, { output: '{"n":3}' })).toBe('pass');
    expect(await resultOf(rule, { output: '{"n":2}' })).toBe('fail');
    expect(await resultOf(rule, { output: '' })).toBe('error');
  });

  it('follows own keys only', () => {
    expect(pick('{"a":1}', '__proto__.x').ok).toBe(false);
    expect(pick('[1]', 'length').ok && pick('[1]', 'constructor.name').ok).toBe(false);
  });

  it('reads a file of the target through the connection, also one with a quote in its name', async () => {
    const path = join(sshd.folder, "o'clock.json");
    writeFileSync(path, '{"n":3}');
    expect(await resultOf({ rule: 'json', file: path, path: 'n', equals: '3' }, { via: connection })).toBe(
      'pass',
    );
    expect(
      await resultOf({ rule: 'json', file: `${path}x`, path: 'n', equals: '3' }, { via: connection }),
    ).toBe('error');
  });
});

describe('the rule file', () => {
  const files = { 'a.bin': 'hello' };

  it.each([
    [{ path: 'a.bin', min_bytes: 5 }, 'pass'],
    [{ path: 'a.bin', min_bytes: 6 }, 'fail'],
    [{ path: 'a.bin', sha256: sha256('hello') }, 'pass'],
    [{ path: 'a.bin', sha256: sha256('other') }, 'fail'],
    [{ path: 'a.bin', sha256: '${nobody_set_it}' }, 'error'],
    [{ path: '${nobody_set_it}' }, 'error'],
    [{ path: 'none.bin' }, 'fail'],
    [{ path: '.' }, 'fail'],
  ] as const)('%j here: %s', async (rule, result) => {
    expect(await resultOf({ rule: 'file', ...rule }, { files })).toBe(result);
  });

  it('is looked at on the target, where a folder is no file', async () => {
    const path = join(sshd.folder, 'there.bin');
    writeFileSync(path, 'hello');
    mkdirSync(join(sshd.folder, 'folder'));
    const at = (name: string, more = {}) =>
      resultOf({ rule: 'file', path: name, ...more }, { via: connection });
    expect(await at(path, { min_bytes: 5, sha256: sha256('hello') })).toBe('pass');
    expect(await at(path, { min_bytes: 6 })).toBe('fail');
    expect(await at(`${path}x`)).toBe('fail');
    expect(await at(join(sshd.folder, 'folder'))).toBe('fail');
  });

  it('is an error when the connection is gone: nobody looked', async () => {
    const gone = await connectToSshd(sshd);
    await gone.close();
    const found = await look({ rule: 'file', path: join(sshd.folder, 'there.bin') }, { via: gone });
    expect(found.result).toBe('error');
  });
});

describe('the rule http', () => {
  const serve = async (status: number, body: string) => {
    const server = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  };
  const rule = (url: string, more = {}): Expectation => ({
    rule: 'http',
    url,
    status: 200,
    within_ms: 300,
    ...more,
  });

  it('passes, fails on the status and on the text, from here and from the target', async () => {
    const url = await serve(200, 'version 1.5.0');
    for (const parts of [{}, { via: connection }]) {
      expect(await resultOf(rule(url, { contains: '1.5.0' }), parts)).toBe('pass');
      expect(await resultOf(rule(url, { contains: '1.5.1' }), parts)).toBe('fail');
      expect(await resultOf(rule(url, { status: 204 }), parts)).toBe('fail');
    }
  });

  it('fails where nobody answers, and is an error where there is nothing to ask or to find', async () => {
    expect(await resultOf(rule(`http://127.0.0.1:${await freePort()}/`))).toBe('fail');
    expect(await resultOf(rule('http://${nobody_set_it}/'))).toBe('error');
    expect(await resultOf(rule(await serve(200, 'x'), { contains: '' }))).toBe('error');
  });
});

describe('a rule that throws', () => {
  it('is an error of that rule, not the end of the run', async () => {
    const { attempt } = bench(aStep({ id: 'a', expect: [{ rule: 'output', contains: 'x' }] }));
    const broken = {
      ...attempt,
      services: {
        ...attempt.services,
        outputs: {
          ...attempt.services.outputs,
          path: () => {
            throw new Error('disk on fire');
          },
        },
      },
    };
    const { checks } = await evaluateChecks(broken, null, { outcome: exited, values: [] });
    expect(checks.map((c) => c.result)).toEqual(['pass', 'error']);
    expect(checks[1]?.found).toContain('disk on fire');
  });
});
