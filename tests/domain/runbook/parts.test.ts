import { exported, type PlanStep, type RunPlan } from '@domain/plan/plan';
import { missingNames, producedValues, stepExports } from '@domain/runbook/exports';
import { findTooDeep } from '@domain/runbook/prescan';
import { parseSeries } from '@domain/runbook/series';
import { scanShell } from '@domain/runbook/shell';
import { closest, editDistance } from '@domain/runbook/suggest';
import { brokenTemplate, fillTemplate, templateNames } from '@domain/runbook/template';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a template', () => {
  const values = [
    { name: 'version', value: '1.5.0' },
    { name: 'tricky', value: '${version} $& $1' },
  ];
  it.each([
    ['a/${version}/b', 'a/1.5.0/b'],
    ['${version}${version}', '1.5.01.5.0'],
    ['$version', '$version'],
    ['${tricky}', '${version} $& $1'],
    ['', ''],
  ])('%j becomes %j', (template, filled) => {
    expect(fillTemplate(template, values)).toEqual({ ok: true, value: filled });
  });
  it('names everything that is missing and never fills it with nothing', () => {
    expect(fillTemplate('${a}/${version}/${b}', values)).toMatchObject({
      ok: false,
      error: { code: 'unknown_name', data: { names: 'a, b' } },
    });
  });
  it.each(['${', 'a ${x', '${1a}', '${a-b}', '${}'])('%j is broken', (template) => {
    expect(brokenTemplate(template)).not.toBeNull();
    expect(fillTemplate(template, values)).toMatchObject({ ok: false, error: { code: 'template' } });
  });
  it.each(['a\nb', 'a\rb', 'a\0b', '\u001b[0m', '\u0085'])('refuses the value %j', (value) => {
    expect(fillTemplate('${a}', [{ name: 'a', value }])).toMatchObject({
      ok: false,
      error: { code: 'bad_value' },
    });
  });
  it('gives back any text that has no names', () => {
    fc.assert(
      fc.property(
        fc.string().filter((s) => !s.includes('${')),
        (text) => {
          expect(fillTemplate(text, [])).toEqual({ ok: true, value: text });
          expect(templateNames(text)).toEqual([]);
        },
      ),
    );
  });
});

describe('shell text', () => {
  const reads = (text: string) =>
    scanShell(text).reads.map((r) => `${r.name}${r.quoted ? '' : '!'}${r.optional ? '?' : ''}`);
  it.each<[string, string[]]>([
    ['echo "$a" $b', ['a', 'b!']],
    ["echo '$a' \\$b", []],
    ['x=$a; y="$b"', ['a', 'b']],
    ['echo "${a:-$b}" ${c:=d} ${#e}', ['a?', 'b', 'c!?', 'e']],
    ['echo "$(cat $a "$b")"', ['a!', 'b']],
    ['test "$(readlink "$root/current")" = "$root/x"', ['root', 'root']],
    ['n=$((a + $b)); echo $n', ['b', 'n!']],
    ['# $a\necho "#$b" x#$c # $d', ['b', 'c!']],
    ['cat <<EOF > "$out"\n$a \'$b\'\nEOF\necho $c', ['out', 'a', 'b', 'c!']],
    ["cat <<'EOF'\n$a\nEOF\necho $c", ['c!']],
    ['case $a in x) echo $b;; esac', ['a', 'b!']],
    ['( cd $a && ls ) | sort', ['a!']],
    ["awk '{ print $1 }' $f", ['f!']],
    ['echo $1 $? $$ $@', []],
  ])('%j reads %j', (text, names) => expect(reads(text)).toEqual(names));

  it('knows what it sets itself', () => {
    const scan = scanShell('a=1; export b=2\nfor c in x; do :; done\nread -r d e\ndocker run --env f=1');
    expect([...scan.assigned].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
  it('sees what is written to $HOLDPOINT_OUTPUT', () => {
    const scan = scanShell(
      'echo "one=$x" >> "$HOLDPOINT_OUTPUT"\nprintf \'two=%s\\n\' "$y" >>"$HOLDPOINT_OUTPUT"',
    );
    expect([...scan.outputs]).toEqual(['one', 'two']);
  });
  it('never hangs or throws on any text', () => {
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      '(',
      ')',
      '"',
      "'",
      '`',
      '\\',
      '\n',
      '#',
      '<<EOF',
      'a',
      '=',
      ' ',
      ':-',
      '$((',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (parts) => {
        expect(() => scanShell(parts.join(''))).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a series', () => {
  it.each([
    ['up', { name: 'up', labels: [] }],
    ['a:b{}', { name: 'a:b', labels: [] }],
    ['x{le="0.5"}', { name: 'x', labels: [{ name: 'le', matches: '0\\.5' }] }],
    [
      'x{ a = "b,}\\"c" , s=~"5..|4.." }',
      {
        name: 'x',
        labels: [
          { name: 'a', matches: 'b,\\}"c' },
          { name: 's', matches: '5..|4..' },
        ],
      },
    ],
  ])('%s is read', (text, series) => expect(parseSeries(text)).toEqual({ ok: true, value: series }));
  it.each([
    '',
    '1a',
    'a{',
    'a{b}',
    'a{b="c"',
    'a{b=c}',
    'a{b!="c"}',
    'a{b=~"(?=x)"}',
    'a{b="c" d="e"}',
    'a b',
  ])('%j is refused', (text) => expect(parseSeries(text).ok).toBe(false));
});

describe('suggestions', () => {
  it.each([
    ['chnages', 'changes'],
    ['onFail', 'on_fail'],
    ['on-fail', 'on_fail'],
    ['xyz', undefined],
  ])('%s: %s', (word, found) => expect(closest(word, ['changes', 'on_fail', 'expect'])).toBe(found));
  it('count a swap as one edit', () => expect(editDistance('ab', 'ba')).toBe(1));
});

describe('nesting', () => {
  const nested = [
    ['brackets', `${'['.repeat(65)}`],
    ['braces over lines', '{\n'.repeat(65)],
    ['dashes', `${'- '.repeat(65)}a`],
    ['question marks', `${'? '.repeat(65)}a`],
    ['indents', Array.from({ length: 66 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ] as const;
  it.each(nested)('of 65 %s is too deep', (_, text) => expect(findTooDeep(text)).not.toBeNull());
  it('of ordinary files is not', () => {
    expect(findTooDeep('a:\n  - b: [1, {c: 2}]\n'.repeat(5000))).toBeNull();
  });
});

describe('exports of a step', () => {
  const plan = {
    inputs: [{ name: 'version', value: '1.5.0' }],
    targets: [{ name: 'app1', vars: [{ name: 'root', value: '/opt' }] }],
  } as unknown as RunPlan;
  const step = {
    id: 'switch',
    needs: ['a', 'b'],
    produces: [
      { name: 'one', value: '${root}/${version}' },
      { name: 'two', value: '${one}/x' },
    ],
  } as unknown as PlanStep;
  const ids = { run_id: 'r', correlation_id: 'c', release_candidate_id: 'rc' };
  const base = {
    plan,
    step,
    target: 'app1',
    mode: 'forward' as const,
    ids,
    values: [{ name: 'a', value: '1' }],
  };

  it('hold target variables, inputs, earlier values and built-ins, sorted', () => {
    const result = stepExports({ ...base, extra: [{ name: 'weight', value: '10' }] });
    const text = result.ok ? result.value.map((v) => `${v.name}=${v.value}`).join(' ') : '';
    expect(text).toBe(
      'HOLDPOINT_CORRELATION_ID=c HOLDPOINT_MODE=forward HOLDPOINT_RELEASE_CANDIDATE_ID=rc HOLDPOINT_RUN_ID=r HOLDPOINT_STEP=switch a=1 root=/opt version=1.5.0 weight=10',
    );
    for (const one of result.ok ? result.value : []) expect(exported.safeParse(one).success).toBe(true);
  });
  it('say rollback when it is one', () => {
    const result = stepExports({ ...base, target: null, mode: 'rollback' });
    expect(result.ok && result.value).toContainEqual({ name: 'HOLDPOINT_MODE', value: 'rollback' });
  });
  it('carry line breaks and refuse NUL', () => {
    expect(stepExports({ ...base, values: [{ name: 'a', value: 'x\ny' }] }).ok).toBe(true);
    expect(stepExports({ ...base, values: [{ name: 'a', value: 'x\0y' }] })).toMatchObject({
      ok: false,
      error: { code: 'bad_value', data: { names: 'a' } },
    });
  });
  it('refuse a target that is not in the plan', () => {
    expect(stepExports({ ...base, target: 'other' })).toMatchObject({
      ok: false,
      error: { code: 'unknown_target' },
    });
  });
  it('name what is missing', () => expect(missingNames(step, base.values)).toEqual(['b']));
  it('produce values one from the other', () => {
    const values = [...plan.inputs, { name: 'root', value: '/opt' }];
    expect(producedValues(step, values)).toEqual({
      ok: true,
      value: [
        { name: 'one', value: '/opt/1.5.0' },
        { name: 'two', value: '/opt/1.5.0/x' },
      ],
    });
    expect(producedValues(step, [])).toMatchObject({ ok: false, error: { code: 'unknown_name' } });
  });
});
