// @vitest-environment jsdom
import { type RunRecord, runRecord } from '@domain/evidence/record';
import { buildRecord } from '@domain/evidence/record-build';
import { reportHtml } from '@domain/evidence/report/report';
import { visible } from '@domain/evidence/report/visible';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChange, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { failedEnding, lostEnding, passedEnding, scenario } from '../../support/scenario';

const PLACE = { origin: 'holdpoint.dev/ledger/01KDVDKFD0N0M20M7E5YZN0J4G', size: 999, head: 'c'.repeat(64) };
const APP = { name: 'holdpoint', version: '0.1.0' };

function aRecord(): RunRecord {
  const run = scenario(aPlan([anAttest('docs'), aStep({ id: 'look' }), aChange('switch'), aRollout()]));
  run.answers('yes', 'read on Tuesday').ends(lostEnding).ends();
  run.ends({ ...passedEnding, files: [{ path: '/opt/current', bytes: 3, sha256: 'd'.repeat(64) }] });
  run.ends().samples('0.001', 5);
  run.ends(failedEnding).answers('skip', 'the other half is enough');
  return buildRecord(run.events, PLACE, APP);
}

const page = (record: RunRecord, language: 'en' | 'zh-CN' = 'en'): Document =>
  new DOMParser().parseFromString(
    reportHtml(record, { language, recordSha256: 'e'.repeat(64) }),
    'text/html',
  );

/** Every text a runbook, a target or a person could have chosen, replaced. */
function spoiled(value: unknown, hostile: string, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => spoiled(item, hostile, path));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, spoiled(item, hostile, `${path}.${key}`)]),
    );
  const free =
    /(en|zh_cn|reason|by|name|path|text|value|found|expected|rule|why|hostname|host|user|unit|version|withdrawn|irreversible)$/;
  return typeof value === 'string' && free.test(path) && !/samples|stages|metrics\.(id|fail)|fail/.test(path)
    ? hostile
    : value;
}

const shape = (document: Document): string =>
  [...document.querySelectorAll('*')]
    .map((element) => `${element.tagName}(${element.getAttributeNames().join()})`)
    .join(' ');

describe('the report', () => {
  it.each(['en', 'zh-CN'] as const)(
    'shows in %s the ids, the result, people, commands, checks and limits',
    (language) => {
      const record = aRecord();
      const document = page(record, language);
      const shown = document.body.textContent ?? '';
      for (const part of [
        record.run_id,
        record.correlation_id,
        record.release_candidate_id,
        'e'.repeat(64),
        'read on Tuesday',
        'echo switch',
        'the other half is enough',
        '/opt/current',
      ])
        expect(shown).toContain(part);
      expect(document.documentElement.lang).toBe(language);
      expect(document.querySelectorAll('.limits li')).toHaveLength(6);
      expect(document.querySelectorAll('figure svg')).toHaveLength(1);
    },
  );

  it('never shows an attested step as a measured one', () => {
    const document = page(aRecord());
    const steps = [...document.querySelectorAll('article.step')];
    const docs = steps.find((step) => step.querySelector('header code')?.textContent === 'docs');
    const change = steps.find((step) => step.querySelector('header code')?.textContent === 'switch');
    expect(docs?.className).toContain('attested');
    expect(docs?.textContent).toContain('ann says so, in the window: read on Tuesday');
    expect(change?.className).toContain('good');
    expect(docs?.querySelector('header svg')?.innerHTML).not.toBe(
      change?.querySelector('header svg')?.innerHTML,
    );
  });

  it('keeps skipped and unknown visible near the top', () => {
    const notice = page(aRecord()).querySelector('.notice');
    expect(notice?.textContent).toContain('skipped');
    expect(notice?.textContent).toContain('outcome unknown');
    expect(notice?.textContent).toContain('the other half is enough');
  });

  it('has words beside every status, so that colour is never needed', () => {
    for (const badge of page(aRecord()).querySelectorAll('.badge'))
      expect(badge.textContent?.trim()).not.toBe('');
  });

  it('says when no person signed', () => {
    const device = { role: 'device', name: 'device-1', fingerprint: `SHA256:${'A'.repeat(43)}` } as const;
    const html = reportHtml(aRecord(), { language: 'en', signers: [device] });
    expect(html).toContain('No person signed this record');
  });

  it('fetches and runs nothing', () => {
    const document = page(aRecord());
    expect(
      document.querySelectorAll('script, link, iframe, img, object, embed, form, [src], [href], [onload]'),
    ).toHaveLength(0);
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
  });

  it('takes no element and no attribute from 2,000 hostile texts', () => {
    const record = aRecord();
    const plain = shape(page(spoiled(record, 'x') as RunRecord));
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '&',
      '=',
      '/',
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '</pre>',
      '</style>',
      '</title>',
      ']]>',
      '<!--',
      '-->',
      '${',
      '&#60;',
      'javascript:',
      '\u0000',
      '\u001b[2J',
      '\u202e',
      '\ud800',
      '\r',
      ' ',
      'a',
    );
    const hostile = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
    const texts = fc.sample(hostile, { numRuns: 2000, seed: 7 });
    // Fifty texts to a page, each in many places: as strict, and fifty times as fast.
    for (let i = 0; i < texts.length; i += 50) {
      let next = i;
      const mixed = JSON.parse(JSON.stringify(spoiled(record, '@@')), (_key, value) =>
        value === '@@' ? texts[i + (next++ % 50)] : value,
      ) as RunRecord;
      expect(shape(page(mixed))).toBe(plain);
    }
  }, 30_000);

  it('makes terminal escapes, bidi controls and other steering characters visible', () => {
    expect(visible('\u001b[2Jok\u0007')).toBe('\u241b[2Jok\u2407');
    expect(visible('user\u202etxt.exe')).toBe('user⟨U+202E⟩txt.exe');
    expect(visible('a\rb\u0008c\u007f')).toBe('a\u240db\u2408c\u2421');
    expect(visible('\u009b31m \u200b \u2028 \ufeff \u{e0041}')).toBe(
      '⟨U+009B⟩31m ⟨U+200B⟩ ⟨U+2028⟩ ⟨U+FEFF⟩ ⟨U+E0041⟩',
    );
    expect(visible('tab\tand\nline\r\nstay, 发布 too')).toBe('tab\tand\nline\nstay, 发布 too');
    const html = reportHtml(spoiled(aRecord(), '\u001b]0;x\u0007\u202e') as RunRecord, { language: 'en' });
    const steering = [...html].filter((c) => /[\p{Cc}\p{Cf}]/u.test(c) && c !== '\n' && c !== '\t');
    expect(steering).toEqual([]);
  });

  it('is made of records that the schema accepts', () => {
    expect(runRecord.safeParse(aRecord()).success).toBe(true);
  });
});
