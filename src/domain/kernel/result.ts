/** An error that can happen, as a value. `code` is from a closed union; `message` is for people. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  /** What a caller may act on: a file, a line, a name. Never a secret. */
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <Code extends string>(
  code: Code,
  message: string,
  data?: Failure['data'],
): { readonly ok: false; readonly error: Failure<Code> } => ({
  ok: false,
  error: data === undefined ? { code, message } : { code, message, data },
});
