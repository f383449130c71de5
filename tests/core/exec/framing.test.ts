import { concludeScript } from '@core/exec/conclude-script';
import { controlLines } from '@core/exec/control-lines';
import { framedOutput } from '@core/exec/framed-output';
import { parseOutputValues, readValuesLine } from '@core/exec/output-values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collector } from '../ssh/helpers';

const NONCE = '0123456789abcdef';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the output of a script', () => {
  it('is cut out of the noise around it, byte for byte, however the packets fall', () => {
    const noise = fc.string({ unit: fc.constantFrom('H', 'P', '1', ' ', '\n', '0', 'm') });
    fc.assert(
      fc.property(
        noise,
        noise,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (motd, text, cuts) => {
          const stream = bytes(`${motd}HP1 ${NONCE} begin\n${text}HP1 ${NONCE} end\nlate`);
          const out = collector();
          const framed = framedOutput(NONCE, out.push);
          for (let at = 0, i = 0; at < stream.length; i += 1) {
            const size = cuts[i % cuts.length] ?? 1;
            framed.push(stream.subarray(at, at + size));
            at += size;
          }
          expect([out.text(), framed.began, framed.ended]).toEqual([text, true, true]);
        },
      ),
    );
  });

  it('is handed on before the end mark comes', () => {
    const out = collector();
    const framed = framedOutput(NONCE, out.push);
    framed.push(bytes(`HP1 ${NONCE} begin\nworking...\n`));
    expect(out.text()).toBe('working...\n');
    framed.push(bytes('x'));
    expect(out.text()).toBe('working...\nx');
  });

  it('is nothing when another nonce is used', () => {
    const out = collector();
    framedOutput(NONCE, out.push).push(bytes('HP1 ffffffffffffffff begin\nfake'));
    expect(out.text()).toBe('');
  });
});

describe('control lines', () => {
  it('are told from noise, also behind an unfinished line', () => {
    const control = controlLines(NONCE);
    control.push(
      bytes(`bash: warning\nprompt> HP1 ${NONCE} rc 3\nHP1 0000000000000000 rc 0\nHP1 ${NONCE} do`),
    );
    control.push(bytes('ne\n'));
    expect([control.rc, control.done]).toEqual([3, true]);
    expect(control.noise).toContain('bash: warning');
  });
  it.each(['', '-1', 'x', '0x1', '1e3', '999999'])('take no exit code from "rc %s"', (text) => {
    const control = controlLines(NONCE);
    control.push(bytes(`HP1 ${NONCE} rc ${text}\n`));
    expect(control.rc).toBeNull();
  });
});

describe('what is known about a script', () => {
  const whole = { rc: 3, refusal: null, done: true, noise: '' };
  const ran = { began: true, ended: true };
  const exited = { kind: 'exited', code: 0 } as const;
  it.each([
    ['all marks arrived', whole, ran, { kind: 'lost', why: 'let go' } as const, 'exited'],
    ['the shell exits 0 without an exit code line', { ...whole, rc: null, done: false }, ran, exited, 'lost'],
    ['the exit code came but the output was cut', whole, { began: true, ended: false }, exited, 'lost'],
    ['the exit code came but the values were cut', { ...whole, done: false }, ran, exited, 'lost'],
    ['the connection went away', { ...whole, rc: null }, ran, { kind: 'lost', why: 'cut' } as const, 'lost'],
    [
      'the shell exits 0 and never began',
      { ...whole, rc: null },
      { began: false, ended: false },
      exited,
      'refused',
    ],
    [
      'the shell was killed',
      { ...whole, rc: null },
      { began: true, ended: false },
      { kind: 'signalled', signal: 'SIGKILL' } as const,
      'lost',
    ],
    [
      'it took too long',
      { ...whole, rc: null },
      ran,
      { kind: 'timed_out', after_ms: 5 } as const,
      'timed_out',
    ],
    [
      'the target refused it',
      { ...whole, rc: null, refusal: 'script_damaged' },
      { began: false, ended: false },
      exited,
      'refused',
    ],
  ])('when %s', (_name, control, output, shell, kind) =>
    expect(concludeScript(control, output, shell).kind).toBe(kind),
  );
  it('tells the exit code that arrived although the rest did not', () =>
    expect(concludeScript({ ...whole, done: false }, ran, { kind: 'lost', why: 'cut' })).toMatchObject({
      why: expect.stringContaining('exit code 3'),
    }));
});

describe('values written by a script', () => {
  it.each<[string, string, [string, string][], number]>([
    ['one line', 'a=1\n', [['a', '1']], 0],
    ['no last newline', 'a=1', [['a', '1']], 0],
    [
      'an empty value and one with = and spaces',
      'a=\nb=x = y \n',
      [
        ['a', ''],
        ['b', 'x = y '],
      ],
      0,
    ],
    [
      'a name twice: the last value',
      'a=1\nb=2\na=3\n',
      [
        ['a', '3'],
        ['b', '2'],
      ],
      0,
    ],
    ['nothing', '', [], 0],
    ['a line without =', 'oops\na=1\n', [['a', '1']], 1],
    ['names that cannot be', 'A=1\n1a=2\n=3\na b=4\na-b=5\n', [], 5],
  ])('%s', (_name, text, values, problems) => {
    const read = parseOutputValues(bytes(text));
    expect(read.values).toEqual(values.map(([name, value]) => ({ name, value })));
    expect(read.problems).toHaveLength(problems);
  });
  it('name the line of a problem and never the value, which may be secret', () => {
    const [problem] = parseOutputValues(bytes('ok=1\nBAD=hunter2\n')).problems;
    expect(problem).toContain('line 2');
    expect(problem).not.toContain('hunter2');
  });
  it('that are no UTF-8 are a problem', () =>
    expect(parseOutputValues(new Uint8Array([0xff, 0xfe])).problems).toHaveLength(1));
  it.each([null, 'missing', 'too_big', 'hex 6', 'hex zz'])('are a problem when the target says %j', (line) =>
    expect(readValuesLine(line).problems).toHaveLength(1),
  );
});
