import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import type { Failure, Result } from '@domain/kernel/result';
import { type LoadedRunbook, readRunbook, saysRunbook } from '@domain/runbook/load';
import { MAX_BYTES } from '@domain/runbook/prescan';
import type { Problem, ProblemCode } from '@domain/runbook/problem';
import { fileProblem, type ParsedYaml, problemAt } from '@domain/runbook/source';
import { validate } from '@domain/runbook/validate';
import type { z } from 'zod';
import { type Answers, answersSchema } from './answers';
import { INVENTORY, yamlFiles } from './find';
import { type Inventory, inventorySchema } from './inventory';
import type { YamlParser } from './parse';
import { type People, peopleSchema } from './people';
import { decodeText, readBytes } from './read-file';

/** A file as it was read: its bytes are what a digest is of. */
export interface FileText {
  readonly text: string;
  /** Of the bytes, 64 hex digits. */
  readonly sha256: string;
}

export interface RunbookFile extends FileText {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly loaded: LoadedRunbook;
}

export interface RunbookEntry {
  readonly path: string;
  readonly loaded: Result<RunbookFile, Problem[]>;
}

interface ParsedFile extends FileText {
  readonly parsed: ParsedYaml;
}

/** The files of one workspace folder. Nothing is kept between calls: a file is what it is when it is asked for. */
export class Workspace {
  readonly folder: string;
  readonly #parser: YamlParser;

  constructor(folder: string, parser: YamlParser) {
    this.folder = folder;
    this.#parser = parser;
  }

  inventory(): Promise<Result<Inventory, Problem[]>> {
    return this.#load(join(this.folder, INVENTORY), inventorySchema);
  }

  /** No people.yaml means that no one is known. Ids must differ. */
  async people(): Promise<Result<People, Problem[]>> {
    const path = join(this.folder, 'people.yaml');
    const read = await readText(path, this.name(path));
    if (!read.ok && read.error.code === 'not_found') return { ok: true, value: { people: [] } };
    return this.#load(path, peopleSchema, samePeople);
  }

  answers(path: string): Promise<Result<Answers, Problem[]>> {
    return this.#load(path, answersSchema);
  }

  /** One runbook; `path` may stand outside the workspace. */
  async runbook(path: string): Promise<Result<RunbookFile, Problem[]>> {
    const file = await this.#read(path);
    return file.ok ? this.#runbookIn(path, file.value) : file;
  }

  /** Every file that says `holdpoint:`, also the ones with problems; and files that can't be read at all. */
  async runbooks(): Promise<RunbookEntry[]> {
    const entries: RunbookEntry[] = [];
    for (const path of await yamlFiles(this.folder)) {
      const file = await this.#read(path);
      if (file.ok && !saysRunbook(file.value.parsed)) continue;
      const loaded = file.ok ? this.#runbookIn(path, file.value) : file;
      entries.push({ path: this.name(path), loaded });
    }
    return entries;
  }

  name(path: string): string {
    const inside = relative(this.folder, path);
    return inside.startsWith('..') ? path : inside.split(sep).join('/');
  }

  #runbookIn(path: string, { text, sha256, parsed }: ParsedFile): Result<RunbookFile, Problem[]> {
    const loaded = readRunbook(parsed);
    if (!loaded.ok) return loaded;
    return { ok: true, value: { path: this.name(path), text, sha256, loaded: loaded.value } };
  }

  async #read(path: string): Promise<Result<ParsedFile, Problem[]>> {
    const name = this.name(path);
    const file = await readText(path, name);
    if (!file.ok)
      return { ok: false, error: [fileProblem(name, problemCode(file.error), file.error.message)] };
    const parsed = await this.#parser.parse(file.value.text, name);
    return parsed.ok ? { ok: true, value: { ...file.value, parsed: parsed.value } } : parsed;
  }

  async #load<S extends z.ZodType>(
    path: string,
    schema: S,
    further: (value: z.output<S>, parsed: ParsedYaml) => Problem[] = () => [],
  ): Promise<Result<z.output<S>, Problem[]>> {
    const file = await this.#read(path);
    if (!file.ok) return file;
    const value = validate(file.value.parsed, schema);
    if (!value.ok) return value;
    const problems = further(value.value, file.value.parsed);
    return problems.length === 0 ? value : { ok: false, error: problems };
  }
}

async function readText(path: string, name: string): Promise<Result<FileText>> {
  const bytes = await readBytes(path, MAX_BYTES);
  if (!bytes.ok) return bytes;
  const text = decodeText(bytes.value, name);
  if (!text.ok) return text;
  const sha256 = createHash('sha256').update(bytes.value).digest('hex');
  return { ok: true, value: { text: text.value, sha256 } };
}

const problemCode = ({ code }: Failure): ProblemCode =>
  code === 'too_large' || code === 'encoding' || code === 'not_found' ? code : 'unreadable';

function samePeople({ people }: People, parsed: ParsedYaml): Problem[] {
  return people.flatMap(({ id }, index) => {
    if (people.findIndex((p) => p.id === id) === index) return [];
    const message = `the id "${id}" is used twice`;
    return [problemAt(parsed, ['people', index, 'id'], { code: 'duplicate_id', message })];
  });
}
