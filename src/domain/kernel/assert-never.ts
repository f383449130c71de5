/** Makes a forgotten case of a union a compile error, and a value from outside the union a loud bug. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
