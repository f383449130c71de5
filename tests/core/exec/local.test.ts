import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execLocal, type LocalRequest, runLocal } from '@core/exec/local';
import { runScript } from '@core/exec/script';
import { scriptProgram } from '@core/exec/script-program';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';
import { collector, never } from '../ssh/helpers';

function run(script: string, extra: Partial<LocalRequest> = {}) {
  const out = collector();
  const result = runLocal({
    script,
    exports: [],
    secrets: [],
    timeoutMs: 30_000,
    onOutput: out.push,
    signal: never(),
    cwd: '/',
    ...extra,
  });
  return { out, result };
}

describe('a script on this machine', () => {
  it('sees exports and secrets as they were given, and no shell ever reads them', async () => {
    const value = `it's $(touch /tmp/never) "x" \\ \n é`;
    const { out, result } = run('printf %s "$greeting$secret"', {
      exports: [{ name: 'greeting', value }],
      secrets: [{ name: 'secret', value: 'hush' }],
    });
    expect((await result).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(out.text()).toBe(`${value}hush`);
  });

  it('is run byte for byte: quotes, here-documents and bytes of any kind stay', async () => {
    const script = `cat <<'E'\n'"\\$x\`y\`\té\u0081\r\nE\nprintf '%s' end`;
    const { out, result } = run(script);
    expect((await result).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(out.text()).toBe(`'"\\$x\`y\`\té\u0081\r\nend`);
  });

  it('has stdout and stderr merged in order and an empty stdin', async () => {
    const { out, result } = run('echo 1; echo 2 >&2; echo 3; cat; echo 4 >&2');
    await result;
    expect(out.text()).toBe('1\n2\n3\n4\n');
  });

  it('gives back its values and what was wrong with them', async () => {
    const { result } = run('echo "version=1.5.0" >>"$HOLDPOINT_OUTPUT"; echo "Bad=x" >>"$HOLDPOINT_OUTPUT"');
    const { values, problems } = await result;
    expect(values).toEqual([{ name: 'version', value: '1.5.0' }]);
    expect(problems).toHaveLength(1);
  });

  it('may not write more than 64 KiB of values, and may not remove the file unseen', async () => {
    expect((await run('head -c 70000 /dev/zero >"$HOLDPOINT_OUTPUT"').result).problems[0]).toContain(
      '64 KiB',
    );
    expect((await run('rm "$HOLDPOINT_OUTPUT"').result).problems[0]).toContain('removed');
  });

  it('keeps the umask, gets none of our variables, and leaves no temp files', async () => {
    const temp = tempDir();
    const { out, result } = run('umask; env | grep -c HP__; exit 5', {
      env: { PATH: process.env.PATH, TMPDIR: temp },
    });
    expect((await result).outcome).toEqual({ kind: 'exited', code: 5 });
    expect(out.text()).toBe(`${execFileSync('/bin/sh', ['-c', 'umask']).toString()}0\n`);
    expect(readdirSync(temp)).toEqual([]);
  });

  it('never shows a secret in an argument list', async () => {
    const { out, result } = run('ps -A -o args=', { secrets: [{ name: 'token', value: 'hunter2hunter2' }] });
    expect((await result).outcome.kind).toBe('exited');
    expect(out.text()).not.toContain('hunter2');
  });

  it.each([
    ['a NUL in the script', 'echo \0', []],
    ['a NUL in a value', 'true', [{ name: 'a', value: '\0' }]],
    ['a name no shell can export', 'true', [{ name: 'a-b', value: '' }]],
    ['a name of our own', 'true', [{ name: 'HP__d', value: '/' }]],
  ])('is refused for %s', async (_name, script, exports) => {
    const { outcome } = await run(script, { exports }).result;
    expect(outcome).toMatchObject({ kind: 'refused', code: 'bad_script' });
  });

  it('is refused when there is no folder to start in or none for temp files', async () => {
    const nowhere = await run('true', { cwd: '/no/such/folder' }).result;
    expect(nowhere.outcome).toMatchObject({ kind: 'refused', code: 'shell_failed' });
    const noTemp = await run('true', { env: { PATH: process.env.PATH, TMPDIR: '/no/such/folder' } }).result;
    expect(noTemp.outcome).toMatchObject({ kind: 'refused', code: 'no_temp_folder' });
  });

  it('is refused when the script does not arrive whole, and nothing of it runs', async () => {
    const tools = tempDir();
    writeFileSync(join(tools, 'cat'), '#!/bin/sh\nhead -c 5\n');
    chmodSync(join(tools, 'cat'), 0o755);
    const { out, result } = run('echo one\necho two', {
      env: { PATH: `${tools}${delimiter}${process.env.PATH}` },
    });
    expect((await result).outcome).toMatchObject({ kind: 'refused', code: 'script_damaged' });
    expect(out.text()).toBe('');
  });

  it.each(['abort', 'timeout'])('is killed with all its children on %s', async (how) => {
    const stop = new AbortController();
    const { out, result } = run('trap "" TERM; sleep 60 & echo $!; echo $$; wait', {
      signal: stop.signal,
      timeoutMs: how === 'timeout' ? 700 : 30_000,
    });
    if (how === 'abort')
      await expect
        .poll(() => out.text().split('\n').length)
        .toBe(3)
        .finally(() => stop.abort());
    expect((await result).outcome.kind).toBe(how === 'abort' ? 'lost' : 'timed_out');
    for (const pid of out.text().trim().split('\n').map(Number))
      await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('does not wait for a child left in the background, and does not end it', async () => {
    const { out, result } = run('sleep 30 & echo $!');
    expect((await result).outcome).toEqual({ kind: 'exited', code: 0 });
    const pid = Number(out.text());
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });
});

describe('a script whose stdin is cut', () => {
  it('never runs a part of itself, wherever the cut is', () => {
    const folder = tempDir();
    const mark = join(folder, 'ran');
    const lines = Array.from({ length: 20 }, (_, i) => `echo ${i} >>${mark}`).join('\n');
    const program = scriptProgram({
      script: lines,
      variables: [{ name: 'a', value: `it's` }],
      nonce: '0123456789abcdef',
      folder: 'c'.repeat(24),
      delimiter: 'd'.repeat(24),
    });
    const start = program.indexOf('exec /bin/sh');
    for (let cut = 0; cut < program.length; cut += cut < start ? 17 : 5) {
      spawnSync('/bin/sh', ['-s'], {
        input: program.slice(0, cut),
        env: { PATH: process.env.PATH, TMPDIR: folder },
      });
      if (!existsSync(mark)) continue;
      expect(cut).toBeGreaterThan(start);
      expect(readFileSync(mark, 'utf8').split('\n')).toHaveLength(21);
      execFileSync('rm', [mark]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

const shells = ['dash', 'bash', 'bash --posix', 'busybox sh', 'mksh', 'ksh', 'zsh'].filter((shell) =>
  (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, shell.split(' ')[0] ?? ''))),
);

describe.each(shells)('the wrapper under %s', (shell) => {
  it('gives exit code, output, values and clean temp files', async () => {
    const temp = tempDir();
    const out = collector();
    const env = { PATH: process.env.PATH, TMPDIR: temp };
    const { outcome, values, problems } = await runScript(
      { exec: (request) => execLocal({ ...request, command: `exec ${shell} -s` }, '/', env) },
      {
        script: `echo "$a"; echo 'b=c d' >"$HOLDPOINT_OUTPUT"; printf '\\0\\377'; exit 3`,
        exports: [{ name: 'a', value: `'$x'` }],
        secrets: [],
        timeoutMs: 20_000,
        onOutput: out.push,
        signal: never(),
      },
    );
    expect({ outcome, values, problems }).toEqual({
      outcome: { kind: 'exited', code: 3 },
      values: [{ name: 'b', value: 'c d' }],
      problems: [],
    });
    expect(out.bytes()).toEqual(Buffer.from(`'$x'\n\0\xff`, 'latin1'));
    expect(readdirSync(temp)).toEqual([]);
  });
});

describe('a login shell that talks', () => {
  it('on stdout and stderr, before and without newlines, changes nothing', async () => {
    const out = collector();
    const { outcome } = await runScript(
      {
        exec: (request) =>
          execLocal(
            { ...request, command: `echo Welcome; printf 'last login'; printf warn >&2; ${request.command}` },
            '/',
            process.env,
          ),
      },
      {
        script: 'printf clean',
        exports: [],
        secrets: [],
        timeoutMs: 20_000,
        onOutput: out.push,
        signal: never(),
      },
    );
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    expect(out.text()).toBe('clean');
  });

  it('and then runs no shell is refused, with what it said and without the secrets', async () => {
    const { outcome } = await runScript(
      { exec: (request) => execLocal({ ...request, command: 'cat >&2; exit 1' }, '/', process.env) },
      {
        script: 'true',
        exports: [],
        secrets: [{ name: 'token', value: 'hunter2' }],
        timeoutMs: 20_000,
        onOutput: () => undefined,
        signal: never(),
      },
    );
    expect(outcome).toMatchObject({ kind: 'refused', code: 'shell_failed' });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });
});

/** A zombie waiting for its parent counts as dead. */
function isAlive(pid: number): boolean {
  const found = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return found !== '' && !found.startsWith('Z');
}
