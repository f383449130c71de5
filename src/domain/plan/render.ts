import { assertNever } from '../kernel/assert-never';
import { formatDuration } from '../kernel/duration';
import type { Action, Expectation, LocalText, MetricSpec, PlanStep, RunPlan } from './plan';

export type Language = 'en' | 'zh_cn';

/** One line of a plan in a terminal. `command` rows are shown byte for byte. */
export interface PlanRow {
  readonly kind: 'head' | 'phase' | 'step' | 'note' | 'command';
  readonly text: string;
}

const said = (text: LocalText, language: Language) => (language === 'zh_cn' && text.zh_cn) || text.en;

/** Time a run needs at most by its own limits: timeouts of what it runs, and what it observes. People's time is not in it. */
export const longestMs = (plan: RunPlan): number =>
  plan.steps.reduce((sum, step) => sum + stepLongestMs(step), 0);

function stepLongestMs({ action, timeout_ms, targets }: PlanStep): number {
  const machines = Math.max(1, targets.length);
  switch (action.type) {
    case 'attest':
    case 'ask':
    case 'gate':
      return 0;
    case 'observe':
      return action.hold_ms;
    case 'rollout':
      return action.stages.reduce((sum, stage) => sum + stage.hold_ms + timeout_ms * machines, 0);
    default:
      return timeout_ms * machines;
  }
}

/** The steps that a rollback would take back if all had run, in the order it would do it. */
export const undoOrder = (plan: RunPlan): PlanStep[] =>
  plan.steps.filter((step) => step.undo !== null).reverse();

/** The plan as rows for a terminal. */
export function planRows(plan: RunPlan, language: Language = 'en'): PlanRow[] {
  const rows: PlanRow[] = [head(`${said(plan.runbook.title, language)} (${plan.runbook.id})`)];
  rows.push(note(`${plan.kind} run in ${plan.environment}; runbook ${plan.runbook.path}`));
  rows.push(note(`sha256 ${plan.runbook.sha256}`));
  for (const { name, value } of plan.inputs) rows.push(note(`input ${name} = ${value}`));
  if (plan.secrets.length > 0) rows.push(note(`secrets ${plan.secrets.join(', ')} (values are never shown)`));
  for (const t of plan.targets) rows.push(note(`target ${t.name} = ${t.user}@${t.host}:${t.port}`));
  rows.push(note(`at most ${formatDuration(longestMs(plan))} by its own limits, without people's time`));
  let phase = '';
  for (const step of plan.steps) {
    if (step.phase !== phase) rows.push({ kind: 'phase', text: step.phase });
    phase = step.phase;
    rows.push(...stepRows(step, language));
  }
  return [
    ...rows,
    ...plan.metrics.map((m) => note(metricText(m, language))),
    ...rollbackRows(plan, language),
  ];
}

const head = (text: string): PlanRow => ({ kind: 'head', text });
const note = (text: string): PlanRow => ({ kind: 'note', text });
const command = (text: string): PlanRow => ({ kind: 'command', text });

function stepRows(step: PlanStep, language: Language): PlanRow[] {
  const place = step.targets.length === 0 ? '' : ` on ${step.targets.join(', ')}`;
  const change = step.changes ? ', changes' : '';
  const limit = stepLongestMs(step) === 0 ? '' : `, at most ${formatDuration(step.timeout_ms)}`;
  return [
    {
      kind: 'step',
      text: `${step.id}: ${said(step.title, language)} [${step.action.type}${place}${change}${limit}]`,
    },
    ...actionRows(step.action, language),
    ...step.expect.map((rule) => note(`expect ${expectText(rule)}`)),
    ...step.needs.map((name) => note(`needs ${name} from an earlier step`)),
    ...(step.irreversible === null ? [] : [note(`can't be undone: ${step.irreversible}`)]),
  ];
}

function actionRows(action: Action, language: Language): PlanRow[] {
  switch (action.type) {
    case 'run':
    case 'local':
      return [command(action.script)];
    case 'upload':
      return [
        note(`${action.from} -> ${action.to}${action.sha256 === null ? '' : `, sha256 ${action.sha256}`}`),
      ];
    case 'http':
      return [note(`${action.method} ${action.url}`)];
    case 'attest':
      return [note(`${action.role} vouches: ${said(action.text, language)}`)];
    case 'ask':
      return [note(`asks for ${action.into}: ${said(action.question, language)}`)];
    case 'gate':
      return [note(`decides on the board of ${action.board}`)];
    case 'observe':
      return [
        note(
          `watches ${action.watch.join(', ')} for ${formatDuration(action.hold_ms)}; fails to ${action.on_fail}`,
        ),
      ];
    case 'rollout':
      return [
        command(action.apply),
        ...action.stages.map((s) => note(`${s.weight} % for ${formatDuration(s.hold_ms)}`)),
        note(`watches ${action.watch.join(', ')}; fails to ${action.on_fail}`),
      ];
  }
}

/** One acceptance rule as a sentence. */
export function expectText(rule: Expectation): string {
  switch (rule.rule) {
    case 'exit':
      return `exit code ${rule.equals}`;
    case 'status':
      return `HTTP status ${rule.equals}`;
    case 'output':
      return `output ${listed([sized('contains', rule.contains), sized('matches', rule.matches)])}`;
    case 'json': {
      const limits = [sized('=', rule.equals), sized('>=', rule.min), sized('<=', rule.max)];
      return `${rule.path} in ${rule.file ?? 'the output'} ${listed(limits)}`;
    }
    case 'file':
      return `file ${rule.path} ${listed([sized('at least bytes', rule.min_bytes), sized('sha256', rule.sha256)])}`;
    case 'http': {
      const contains = rule.contains === undefined ? '' : ` with ${rule.contains}`;
      return `${rule.url} answers ${rule.status}${contains} within ${formatDuration(rule.within_ms)}`;
    }
  }
}

const sized = (word: string, value: string | number | undefined) =>
  value === undefined ? '' : `${word} ${value}`;
const listed = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' and ');

function metricText(metric: MetricSpec, language: Language): string {
  const { above, below, for_ms } = metric.fail;
  const limits = listed([sized('above', above), sized('below', below)]);
  const bad = limits === '' ? 'never counted' : `bad ${limits} for ${formatDuration(for_ms)}`;
  const shadow = metric.shadow ? ', shadow' : '';
  const via = metric.from.via === null ? '' : ` through ${metric.from.via}`;
  return `metric ${metric.id}: ${said(metric.title, language)}, ${metric.from.url}${via}, every ${formatDuration(metric.every_ms)}, ${bad}${shadow}`;
}

function rollbackRows(plan: RunPlan, language: Language): PlanRow[] {
  const steps = undoOrder(plan);
  const rows: PlanRow[] = [{ kind: 'phase', text: 'rollback' }];
  if (steps.length === 0) rows.push(note('nothing can be undone'));
  for (const step of steps) {
    const place = step.targets.length === 0 ? '' : ` on ${step.targets.join(', ')}`;
    rows.push({ kind: 'step', text: `undo ${step.id}: ${said(step.title, language)}${place}` });
    if (step.undo !== null) rows.push(command(step.undo.script));
  }
  if (plan.rollback.verify.length > 0) rows.push(note(`then again: ${plan.rollback.verify.join(', ')}`));
  if (plan.rollback.watch_ms !== null) {
    rows.push(
      note(`then watch ${plan.rollback.watch.join(', ')} for ${formatDuration(plan.rollback.watch_ms)}`),
    );
  }
  return rows;
}

/** The plan as Markdown for a ticket. Everything that came from a file is text: it can't become markup. */
export function planMarkdown(plan: RunPlan, language: Language = 'en'): string {
  const lines = planRows(plan, language).map(markdownLine);
  return `${lines.join('\n')}\n`;
}

function markdownLine({ kind, text }: PlanRow): string {
  switch (kind) {
    case 'head':
      return `# ${plain(text)}\n`;
    case 'phase':
      return `\n## ${plain(text)}\n`;
    case 'step':
      return `\n### ${plain(text)}\n`;
    case 'note':
      return `- ${plain(text)}`;
    case 'command':
      return fenced(text);
    default:
      return assertNever(kind, 'row');
  }
}

/** On one line, with every character that Markdown could read as markup escaped. */
const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~!&]/g, (char) => `\\${char}`);

/** A code block whose fence is longer than any run of backticks in the text. */
function fenced(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map((match) => match[0].length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((n) => n + 1)));
  return `\n${fence}sh\n${text.replace(/\n$/, '')}\n${fence}\n`;
}
