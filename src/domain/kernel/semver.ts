import { fail, ok, type Result } from './result';

/** A version as semver.org 2.0.0 defines it. */
export interface SemVer {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly string[];
  readonly build: string;
}

// The expression suggested by semver.org (FAQ), linear on any input.
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

/** Parses a version such as `1.5.0` or `2.0.0-rc.1`. A leading `v` is refused: tags carry it, versions do not. */
export function parseSemVer(text: string): Result<SemVer> {
  const m = SEMVER.exec(text);
  if (m === null) {
    const hint = /^v\d/.test(text) ? ` Write it without the leading v: ${text.slice(1)}.` : '';
    return fail('semver', `"${text}" is no SemVer version; expected for example 1.5.0.${hint}`);
  }
  return ok({
    major: Number(m[1]),
    minor: Number(m[2]),
    patch: Number(m[3]),
    prerelease: m[4] === undefined ? [] : m[4].split('.'),
    build: m[5] ?? '',
  });
}
