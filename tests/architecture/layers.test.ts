/** Who may import whom, over every file of src. The compiler and lint say it per file; this says it of the whole. */
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const never = (name: string, from: string, to: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

const FORBIDDEN: IForbiddenRuleType[] = [
  never('domain imports only itself', '^src/domain/', '^src/(?!domain/)'),
  never('domain is pure', '^src/domain/', '^(node:|electron|react|ssh2|better-sqlite3)'),
  never('the contract knows the domain only', '^src/ipc/', '^src/(?!ipc/|domain/)'),
  never('core runs without Electron', '^src/core/', '^src/(main|preload|renderer|cli)/|^electron$'),
  never('cli runs without Electron', '^src/cli/', '^src/(main|preload|renderer)/|^electron$'),
  never('main starts core and never imports it', '^src/main/', '^src/(core|cli|renderer)/'),
  never('the window asks core', '^src/renderer/', '^src/(core|main|cli|preload)/|^(node:|electron$)'),
  never('the preload is a bridge', '^src/preload/', '^src/(core|main|cli|renderer|domain)/'),
  {
    name: 'no circles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

const ALIASES = [
  ['@domain/', 'src/domain/'],
  ['@ipc/', 'src/ipc/'],
  ['@core/', 'src/core/'],
] as const;

describe('the layers of src', () => {
  it('import only along the allowed ways, and in no circles', { timeout: 120_000 }, async () => {
    const { output } = await cruise(
      ['src'],
      {
        ruleSet: { forbidden: FORBIDDEN },
        validate: true,
        doNotFollow: { path: 'node_modules' },
        tsPreCompilationDeps: 'specify',
        tsConfig: { fileName: 'tsconfig.base.json' },
      },
      {
        alias: Object.fromEntries(
          ALIASES.map(([from, to]) => [from.slice(0, -1), `${process.cwd()}/${to.slice(0, -1)}`]),
        ),
        extensions: ['.ts', '.tsx', '.js'],
      },
    );
    const { summary, modules } = output as ICruiseResult;
    const found = summary.violations.map(
      (v) =>
        `${v.rule.name}: ${v.from} -> ${v.to}${v.cycle ? ` (${v.cycle.map((c) => c.name).join(' -> ')})` : ''}`,
    );
    expect(found).toEqual([]);
    // The guard guards: aliases were followed, so core really was seen to import the domain.
    expect(
      modules.some(
        (m) =>
          m.source.startsWith('src/core/') &&
          m.dependencies.some((d) => d.resolved.startsWith('src/domain/')),
      ),
    ).toBe(true);
  });
});
