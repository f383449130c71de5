/**
 * One text as one word of a POSIX shell: single quotes keep every byte but the quote itself.
 * Throws on NUL, which no shell can hold: callers refuse such input before.
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold a NUL character');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
