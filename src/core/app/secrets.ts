/** Values of a runbook's secrets, taken when a run begins or is taken up again. They are never written anywhere. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Exported, RunPlan } from '@domain/plan/plan';
import type { SecretSpec } from '@domain/runbook/schema';
import { SHORTEST_SECRET } from '../outputs/secret-forms';
import type { Workspace } from '../workspace/workspace';

/** Codes: `runbook_changed`, `secret_missing`, `secret_short`, `secret_source`, `runbook`. */
export async function resolveSecrets(
  plan: RunPlan,
  workspace: Workspace,
): Promise<Result<readonly Exported[]>> {
  if (plan.secrets.length === 0) return ok([]);
  const file = await workspace.runbook(join(workspace.folder, plan.runbook.path));
  if (!file.ok)
    return fail('runbook', `${plan.runbook.path}: ${file.error[0]?.message ?? 'can not be read'}`);
  if (file.value.sha256 !== plan.runbook.sha256) {
    return fail(
      'runbook_changed',
      `${plan.runbook.path} has changed since the run began; its secrets can't be trusted to be the same`,
    );
  }
  const specs = file.value.loaded.runbook.secrets ?? {};
  const found: Exported[] = [];
  for (const name of plan.secrets) {
    const value = await resolveOne(name, specs[name] as SecretSpec, workspace.folder);
    if (!value.ok) return value;
    if (Buffer.byteLength(value.value) < SHORTEST_SECRET) {
      return fail(
        'secret_short',
        `secret ${name} is shorter than ${SHORTEST_SECRET} bytes: masking it would hide ordinary text`,
      );
    }
    found.push({ name, value: value.value });
  }
  return ok(found);
}

async function resolveOne(name: string, spec: SecretSpec, cwd: string): Promise<Result<string>> {
  switch (spec.from) {
    case 'env': {
      const variable = spec.name ?? name.toUpperCase();
      const value = process.env[variable];
      return value === undefined || value === ''
        ? fail('secret_missing', `secret ${name}: the environment variable ${variable} is not set`)
        : ok(value);
    }
    case 'command':
      if (spec.run === undefined)
        return fail('secret_missing', `secret ${name}: the runbook gives no command`);
      return fromCommand(name, spec.run, cwd);
    default:
      return fail(
        'secret_source',
        `secret ${name}: the source "${spec.from}" is not available in this version`,
      );
  }
}

/** The command's first line; what it prints besides is dropped, and nothing of it is logged. */
async function fromCommand(name: string, command: string, cwd: string): Promise<Result<string>> {
  try {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { cwd, timeout: 30_000 });
    const line = stdout.split('\n')[0] ?? '';
    return line === '' ? fail('secret_missing', `secret ${name}: its command printed nothing`) : ok(line);
  } catch (error) {
    const code = (error as { code?: number | string }).code;
    return fail('secret_missing', `secret ${name}: its command failed (${code ?? 'killed'})`);
  }
}
