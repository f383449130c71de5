/** A person's settings: a small JSON file, written whole by rename. What can't be read is told, not guessed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const settingsSchema = z.strictObject({
  locale: z.enum(['en', 'zh-CN']).default('en'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): Settings;
}

export function settingsFile(path: string, defaults: Partial<Settings> = {}): SettingsStore {
  const get = (): Settings => {
    const text = readIfThere(path);
    if (text === null) return settingsSchema.parse(defaults);
    const parsed = settingsSchema.safeParse(jsonOrNull(text));
    // Settings hold taste, no facts: a damaged file costs a language choice, so the defaults are right here.
    return parsed.success ? parsed.data : settingsSchema.parse(defaults);
  };
  return {
    get,
    set: (change) => {
      const next = settingsSchema.parse({ ...get(), ...change });
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`);
      renameSync(`${path}.new`, path);
      return next;
    },
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
