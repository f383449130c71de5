import { allowedSignerLine, mayItSign, parseAllowedSigners } from '@domain/evidence/allowed-signers';
import { parsePublicKey } from '@domain/evidence/public-key';
import { NAMESPACES, signoffNamespace } from '@domain/evidence/sshsig';
import { describe, expect, it } from 'vitest';
import { SIGNER_LINE } from './vectors';

const key = parsePublicKey(SIGNER_LINE);
if (!key.ok) throw new Error(key.error.message);
const NOW = '2026-11-22T12:00:00.000Z';
const signers = (text: string) => {
  const parsed = parseAllowedSigners(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const verdict = (options: string, namespace: string = NAMESPACES.record, at = NOW) => {
  const v = mayItSign(signers(`ann@example.com ${options} ${SIGNER_LINE}\n`), key.value.blob, namespace, at);
  return v.allowed ? v.principal : v.why;
};

describe('allowed signers', () => {
  it('are read with comments, blank lines and quotes', () => {
    const text = `# ours\n\n"ann@example.com,ann" namespaces="file,git",valid-after="20260101Z" ${SIGNER_LINE} key of Ann\n`;
    expect(signers(text)).toMatchObject([
      {
        principals: ['ann@example.com', 'ann'],
        namespaces: ['file', 'git'],
        validAfter: '2026-01-01T00:00:00.000Z',
        validBefore: null,
      },
    ]);
  });
  it('are written as they are read', () => {
    const line = `ann@example.com namespaces="a,b",valid-after="20260101000000Z",valid-before="20270101123059Z" ${SIGNER_LINE} note`;
    expect(signers(line).map(allowedSignerLine)).toEqual([line]);
    expect(signers(`ann ${SIGNER_LINE}`).map(allowedSignerLine)).toEqual([`ann ${SIGNER_LINE}`]);
  });
  it.each([
    ['no option allows any namespace', '', 'ann@example.com'],
    ['its own namespace', `namespaces="${NAMESPACES.record}"`, 'ann@example.com'],
    ['a pattern', 'namespaces="holdpoint.*"', 'ann@example.com'],
    ['a pattern with one free letter', 'namespaces="holdpoint.record.v?@holdpoint.dev"', 'ann@example.com'],
    ['another namespace', `namespaces="${signoffNamespace('ops')}"`, 'namespace'],
    ['an exception', `namespaces="holdpoint.*,!${NAMESPACES.record}"`, 'namespace'],
    ['before its time', 'valid-after="20270101Z"', 'not_yet_valid'],
    ['after its time', 'valid-before="202601010000Z"', 'expired'],
    ['within its time', 'valid-after="20260101Z",valid-before="20270101Z"', 'ann@example.com'],
  ])('judge %s', (_, options, expected) => expect(verdict(options)).toBe(expected));
  it('do not know other keys', () => {
    expect(mayItSign([], key.value.blob, NAMESPACES.record, NOW)).toEqual({
      allowed: false,
      why: 'unknown_key',
    });
  });
  it('try every line that has the key', () => {
    const text = `ann valid-before="20200101Z" ${SIGNER_LINE}\nann namespaces="holdpoint.*" ${SIGNER_LINE}\n`;
    expect(mayItSign(signers(text), key.value.blob, NAMESPACES.record, NOW)).toEqual({
      allowed: true,
      principal: 'ann',
    });
  });
  it('match hostile patterns in linear time', () => {
    const pattern = `${'*a'.repeat(2000)}b`;
    expect(verdict(`namespaces="${pattern}"`, 'a'.repeat(4000))).toBe('namespace');
  });
  it.each([
    ['a certificate authority', `ann cert-authority ${SIGNER_LINE}`, 'cert_authority'],
    ['an unknown option', `ann no-such-thing ${SIGNER_LINE}`, 'allowed_signers'],
    ['a time without zone', `ann valid-after="20260101" ${SIGNER_LINE}`, 'allowed_signers'],
    ['a pattern as principal', `*@example.com ${SIGNER_LINE}`, 'allowed_signers'],
    ['an open quote', `ann namespaces="a ${SIGNER_LINE}`, 'allowed_signers'],
    ['no key', 'ann namespaces="a"', 'allowed_signers'],
  ])('refuse %s, naming the line', (_, line, code) => {
    const parsed = parseAllowedSigners(`# one\n${line}\n`);
    expect(parsed.ok ? null : parsed.error).toMatchObject({ code, data: { line: 2 } });
  });
});
