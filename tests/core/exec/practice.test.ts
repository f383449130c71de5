import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remoteSha256 } from '@core/exec/digest';
import { httpRequest } from '@core/exec/http';
import { runScript } from '@core/exec/script';
import type { Connection } from '@core/ports';
import type { Practice } from '@core/practice/types';
import { knownHostKeysFromText } from '@core/ssh/host-verifier';
import { ssh2Transport } from '@core/ssh/ssh2-transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';
import { aPractice } from '../practice/support/client';
import { collector, errorOf, keyFile, never, target, unwrap } from '../ssh/helpers';

let practice: Practice;
let connection: Connection;
beforeAll(async () => {
  practice = await aPractice();
  const { host, port, user } = practice.target;
  const transport = ssh2Transport({
    hostKeys: knownHostKeysFromText(practice.knownHostsLine, 'the practice'),
    credentials: () => keyFile(practice.clientKeyPath),
  });
  connection = unwrap(await transport.connect(target(port, user, host), never()));
});
afterAll(async () => {
  await connection.close();
  await practice.stop();
});

describe('the practice target behaves like any other', () => {
  it('for scripts with variables, output, values and an exit code', async () => {
    const out = collector();
    const { outcome, values } = await runScript(connection, {
      script: 'echo "hello $who"; echo "answer=42" >"$HOLDPOINT_OUTPUT"; exit 7',
      exports: [{ name: 'who', value: "you & 'me'" }],
      secrets: [],
      timeoutMs: 20_000,
      onOutput: out.push,
      signal: never(),
    });
    expect({ outcome, values, text: out.text() }).toEqual({
      outcome: { kind: 'exited', code: 7 },
      values: [{ name: 'answer', value: '42' }],
      text: "hello you & 'me'\n",
    });
  });

  it('for uploads with their digest', async () => {
    const local = join(tempDir(), 'file');
    writeFileSync(local, Buffer.alloc(1_000_000, 'z'));
    const to = join(practice.root, 'uploaded.bin');
    const sent = unwrap(await connection.upload(local, to, never()));
    expect(unwrap(await remoteSha256(connection, to))).toBe(sent.sha256);
    writeFileSync(local, 'newer');
    unwrap(await connection.upload(local, to, never()));
    expect(readFileSync(to, 'utf8')).toBe('newer');
    expect(readdirSync(practice.root).filter((name) => name.includes('.hp-'))).toEqual([]);
    expect(errorOf(await connection.upload(local, join(practice.root, 'no', 'folder'), never())).code).toBe(
      'remote_folder_missing',
    );
  });

  it('for HTTP through the connection', async () => {
    const answer = await httpRequest({
      method: 'GET',
      url: `http://127.0.0.1:${practice.target.vars.find(({ name }) => name === 'entry_port')?.value}/healthz`,
      body: null,
      via: connection,
      timeoutMs: 10_000,
      maxBytes: 10_000,
      signal: never(),
    });
    expect(unwrap(answer).status).toBe(200);
  });
});
