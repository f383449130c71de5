/**
 * Reads POSIX shell text just enough to know which variables it uses and whether they stand in quotes. It never
 * changes a command. What it can't follow (eval, here-document tricks) it reads as ordinary text.
 */
export interface ShellRead {
  readonly name: string;
  /** Inside double quotes, an assignment, or another place where no word splitting happens. */
  readonly quoted: boolean;
  /** Written `${name-...}`, `${name:=...}`, `${name+...}`: the author says that it may be unset. */
  readonly optional: boolean;
}

export interface ShellScan {
  readonly reads: readonly ShellRead[];
  /** Names the text sets itself: `name=`, `for name in`, `read name`. */
  readonly assigned: ReadonlySet<string>;
  /** Names written to $HOLDPOINT_OUTPUT by echo or printf, as far as can be seen. */
  readonly outputs: ReadonlySet<string>;
}

type Context = { kind: 'plain' | 'double' | 'braces' | 'arithmetic'; quoted: boolean; depth: number };

const ASSIGN = /(?:^|[\s;&|(`])(?:export\s+|readonly\s+|local\s+)?([A-Za-z_][A-Za-z0-9_]*)\+?=/g;
const FOR = /\bfor\s+([A-Za-z_][A-Za-z0-9_]*)\b/g;
const READ = /\bread\s+((?:-\w+\s+)*)((?:[A-Za-z_][A-Za-z0-9_]*[ \t]*)+)/g;
const WRITES = /\b(?:echo|printf)\s+(?:--\s+)?["']?([a-z_][a-z0-9_]{0,63})=/g;

export function scanShell(text: string): ShellScan {
  const code = withoutComments(text);
  const assigned = new Set<string>();
  for (const match of code.matchAll(ASSIGN)) assigned.add(match[1] as string);
  for (const match of code.matchAll(FOR)) assigned.add(match[1] as string);
  for (const match of code.matchAll(READ)) {
    for (const name of (match[2] as string).trim().split(/\s+/)) assigned.add(name);
  }
  const outputs = new Set<string>();
  if (/HOLDPOINT_OUTPUT/.test(code)) {
    for (const match of code.matchAll(WRITES)) outputs.add(match[1] as string);
  }
  return { reads: new Scanner(code).reads(), assigned, outputs };
}

/** Comments from `#` at the start of a word to the end of the line; quotes are respected. */
function withoutComments(text: string): string {
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quote === '' && char === '#' && (at === 0 || /[\s;&|(]/.test(text[at - 1] as string))) {
      const end = text.indexOf('\n', at);
      if (end === -1) return result;
      at = end - 1;
      continue;
    }
    if (char === '\\' && quote !== "'") {
      result += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) quote = quote === '' ? char : '';
    result += char;
  }
  return result;
}

const VARIABLE = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([#]?)([A-Za-z_][A-Za-z0-9_]*)([^}]?.?))/;
const HERE = /^<<-?\s*(['"\\]?)([A-Za-z_][A-Za-z0-9_]*)\1/;

/** Bounds of how far is looked around a variable, so that no text makes the scan more than linear. */
const LONGEST_WORD = 256;
const MOST_DOCUMENTS = 64;

class Scanner {
  readonly #text: string;
  readonly #found: ShellRead[] = [];
  readonly #stack: Context[];
  #at = 0;
  #documents = 0;
  /** Where the present word begins. */
  #word = 0;

  constructor(text: string, kind: 'plain' | 'double' = 'plain') {
    this.#text = text;
    this.#stack = [{ kind, quoted: kind === 'double', depth: 0 }];
  }

  reads(): ShellRead[] {
    while (this.#at < this.#text.length) this.#step();
    return this.#found;
  }

  get #top(): Context {
    return this.#stack.at(-1) as Context;
  }

  #step(): void {
    const char = this.#text[this.#at] as string;
    const top = this.#top;
    if (char === '\\') this.#at += 2;
    else if (char === "'" && top.kind === 'plain') this.#skipSingle();
    else if (char === '"') this.#toggleDouble();
    else if (char === '$') this.#dollar();
    else if (top.kind === 'plain' && this.#text.startsWith('<<', this.#at)) this.#here();
    else this.#plainChar(char, top);
  }

  #plainChar(char: string, top: Context): void {
    this.#at += 1;
    if (/[\s;&|(]/.test(char)) this.#word = this.#at;
    if (top.kind === 'braces' && char === '}') this.#pop();
    else if (top.kind === 'plain' || top.kind === 'arithmetic') {
      if (char === '(') top.depth += 1;
      else if (char === ')' && top.depth > 0) top.depth -= 1;
      else if (char === ')') this.#close(top);
    }
  }

  /** The `)` that ends `$(` or `$((`. A `case` pattern's `)` has no opener: it must not end the whole text. */
  #close(top: Context): void {
    if (top.kind === 'arithmetic') this.#at += 1;
    this.#pop();
  }

  #pop(): void {
    if (this.#stack.length > 1) this.#stack.pop();
  }

  #skipSingle(): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    this.#at = end === -1 ? this.#text.length : end + 1;
  }

  #toggleDouble(): void {
    this.#at += 1;
    if (this.#top.kind === 'double') this.#pop();
    else this.#stack.push({ kind: 'double', quoted: true, depth: 0 });
  }

  #dollar(): void {
    const rest = this.#text.slice(this.#at, this.#at + 80);
    const variable = VARIABLE.exec(rest);
    if (rest.startsWith('$((')) this.#open('arithmetic', true, 3);
    else if (rest.startsWith('$(')) this.#open('plain', false, 2);
    else if (variable === null) this.#at += 1;
    else this.#variable(variable);
  }

  #variable(variable: RegExpExecArray): void {
    const braced = variable[3] !== undefined;
    const name = (variable[1] ?? variable[3]) as string;
    const optional = braced && /^:?[-=+?]/.test(variable[4] as string);
    const quoted = this.#top.quoted || variable[2] === '#' || this.#isAssignment();
    this.#found.push({ name, quoted, optional });
    if (!braced) this.#at += variable[0].length;
    else this.#open('braces', this.#top.quoted, 2 + (variable[2] as string).length + name.length);
  }

  #open(kind: Context['kind'], quoted: boolean, length: number): void {
    this.#stack.push({ kind, quoted, depth: 0 });
    this.#at += length;
  }

  /** True right of `name=` and after `case`: the shell does not split words there. */
  #isAssignment(): boolean {
    const start = this.#word;
    const word = this.#text.slice(start, Math.min(this.#at, start + LONGEST_WORD));
    if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) return true;
    return /\bcase\s+$/.test(this.#text.slice(Math.max(0, start - 20), start)) && word === '';
  }

  /** A here-document: nothing in it is split; with a quoted delimiter nothing in it is replaced. */
  #here(): void {
    const match = HERE.exec(this.#text.slice(this.#at, this.#at + 80));
    this.#documents += 1;
    const body = match === null || this.#documents > MOST_DOCUMENTS ? -1 : this.#text.indexOf('\n', this.#at);
    const closing = new RegExp(`\\n\\t*${match?.[2]}[ \\t]*(?=\\n|$)`);
    const end = body === -1 ? null : closing.exec(this.#text.slice(body));
    if (match === null || end === null) {
      this.#at += 2;
      return;
    }
    const inside = this.#text.slice(body, body + end.index);
    const between = this.#text.slice(this.#at + match[0].length, body);
    const nested = [
      ...new Scanner(between).reads(),
      ...(match[1] === ''
        ? new Scanner(inside, 'double').reads().map((read) => ({ ...read, quoted: true }))
        : []),
    ];
    this.#found.push(...nested);
    this.#at = body + end.index + end[0].length;
    this.#word = this.#at;
  }
}
