/** Reads the `name=value` lines a script wrote to $HOLDPOINT_OUTPUT. Problems never quote a value: it may be secret. */
import { type Named, variableName } from '@domain/plan/plan';

export interface OutputValues {
  /** In order of first appearance; a name written twice has its last value. */
  readonly values: readonly Named[];
  readonly problems: readonly string[];
}

export function parseOutputValues(bytes: Uint8Array): OutputValues {
  const text = decode(bytes);
  if (text === null)
    return { values: [], problems: ['$HOLDPOINT_OUTPUT is not UTF-8 text, so none of its lines was read'] };
  const found = new Map<string, string>();
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(at, 0));
    if (at >= 0 && variableName.safeParse(name).success) found.set(name, line.slice(at + 1));
    else problems.push(problemOf(index + 1, at));
  }
  return { values: [...found].map(([name, value]) => ({ name, value })), problems };
}

const problemOf = (line: number, at: number): string =>
  at < 0
    ? `line ${line} of $HOLDPOINT_OUTPUT has no "="; expected name=value`
    : `line ${line} of $HOLDPOINT_OUTPUT has no valid name before "="; expected a-z, 0-9 and _, at most 64 characters, no digit first`;

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // the only error a fatal decoder throws: not UTF-8
  }
}

/** The `values` control line: `hex <digits>`, `missing`, `too_big`, or null when it never came. */
export function readValuesLine(line: string | null): OutputValues {
  if (line === null || line === 'missing')
    return { values: [], problems: ['$HOLDPOINT_OUTPUT was removed by the script, so its values are lost'] };
  if (line === 'too_big')
    return {
      values: [],
      problems: ['$HOLDPOINT_OUTPUT is larger than 64 KiB, so none of its lines was read'],
    };
  const hex = line.replace(/^hex ?/, '');
  if (!/^(?:[0-9a-f]{2})*$/.test(hex))
    return { values: [], problems: ['$HOLDPOINT_OUTPUT could not be read back from the target'] };
  return parseOutputValues(new Uint8Array(Buffer.from(hex, 'hex')));
}
