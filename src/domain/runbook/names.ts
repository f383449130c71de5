/** Which texts of a step read names, which names it sets, and who knows what when. */
import type { ExpectRule, Step } from './schema';
import { scanShell } from './shell';
import type { Path } from './source';
import { templateNames } from './template';

/**
 * When a text is used. `start`: before the step does anything; `after`: when it has run, so it may read what the
 * step itself sets; `undo`: when it is taken back.
 */
export type Moment = 'start' | 'after' | 'undo';

export interface StepText {
  readonly text: string;
  readonly path: Path;
  readonly shell: boolean;
  readonly moment: Moment;
  /** Names only this text can read. */
  readonly extra: readonly string[];
}

const text = (shell: boolean, moment: Moment, value: string | undefined, path: Path, extra: string[] = []) =>
  value === undefined ? [] : [{ text: value, path, shell, moment, extra }];

/** Every text of a step that a value can get into, with its place. */
export function stepTexts(step: Step, path: Path): StepText[] {
  const at = (...parts: (string | number)[]) => [...path, ...parts];
  const { upload, http, rollout, undo } = step;
  const sha = typeof upload?.sha256 === 'string' ? upload.sha256 : undefined;
  return [
    ...text(true, 'start', step.run, at('run')),
    ...text(true, 'start', step.local, at('local')),
    ...text(true, 'start', step.done_when, at('done_when')),
    ...text(false, 'start', upload?.from, at('upload', 'from')),
    ...text(false, 'start', upload?.to, at('upload', 'to')),
    ...text(false, 'start', sha, at('upload', 'sha256')),
    ...text(false, 'start', http?.url, at('http', 'url')),
    ...text(false, 'start', http?.body, at('http', 'body')),
    ...text(true, 'start', rollout?.apply.run, at('rollout', 'apply', 'run'), ['weight']),
    ...text(true, 'undo', rollout?.revert?.run, at('rollout', 'revert', 'run')),
    ...Object.entries(step.produces ?? {}).flatMap(([name, value]) =>
      text(false, 'after', value, at('produces', name)),
    ),
    ...(step.expect ?? []).flatMap((rule, i) => ruleTexts(rule, at('expect', i), 'after')),
    ...text(true, 'undo', undo?.run, at('undo', 'run')),
    ...(undo?.expect ?? []).flatMap((rule, i) => ruleTexts(rule, at('undo', 'expect', i), 'undo')),
  ];
}

function ruleTexts({ output, json, file, http }: ExpectRule, path: Path, moment: Moment): StepText[] {
  const equals = typeof json?.equals === 'string' ? json.equals : undefined;
  return [
    ...text(false, moment, output?.contains, [...path, 'output', 'contains']),
    ...text(false, moment, json?.file, [...path, 'json', 'file']),
    ...text(false, moment, equals, [...path, 'json', 'equals']),
    ...text(false, moment, file?.path, [...path, 'file', 'path']),
    ...text(false, moment, file?.sha256, [...path, 'file', 'sha256']),
    ...text(false, moment, http?.url, [...path, 'http', 'url']),
    ...text(false, moment, http?.contains, [...path, 'http', 'contains']),
  ];
}

/** Names a step sets when it passes: declared, asked for, or seen to be written to $HOLDPOINT_OUTPUT. */
export function stepSets(step: Step): readonly string[] {
  const known = SETS.get(step);
  if (known !== undefined) return known;
  const written = [step.run, step.local].flatMap((s) => (s === undefined ? [] : [...scanShell(s).outputs]));
  const asked = step.ask === undefined ? [] : [step.ask.into];
  const sets = [
    ...new Set([...asked, ...(step.outputs ?? []), ...written, ...Object.keys(step.produces ?? {})]),
  ];
  SETS.set(step, sets);
  return sets;
}

/** A step never changes once it is loaded, and it is asked for its names once for every other step. */
const SETS = new WeakMap<Step, readonly string[]>();

const OURS = /^[a-z_][a-z0-9_]{0,63}$/;

/** Names a text reads that someone must set: all of a template; of shell text the ones in small letters. */
export function readNames({ text: value, shell, extra }: StepText): string[] {
  const names = shell ? shellNames(value) : templateNames(value);
  return names.filter((name) => !extra.includes(name));
}

function shellNames(script: string): string[] {
  const { reads, assigned } = scanShell(script);
  const wanted = reads.filter((r) => !r.optional && !assigned.has(r.name)).map((r) => r.name);
  return [...new Set(wanted)].filter((name) => OURS.test(name) || name.startsWith('HOLDPOINT_'));
}
