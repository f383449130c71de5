import type { RunKind } from '@domain/plan/plan';
import type { RunbookEntry } from '@ipc/contract';
import { useState } from 'react';
import type { Preset } from '../../store/view';
import { kindsFor } from './kinds';
import type { PlanAsked } from './use-runbook';

export interface Form {
  readonly environment: string;
  readonly kind: RunKind;
  readonly values: Readonly<Record<string, string>>;
  setEnvironment(environment: string): void;
  setKind(kind: RunKind): void;
  setValue(name: string, value: string): void;
  readonly asked: PlanAsked;
}

/** What a run is planned with: preset, else the runbook's defaults. An empty field is not given at all. */
export function useForm(entry: RunbookEntry, preset: Preset | null): Form {
  const firstEnvironment = preset?.environment ?? entry.environments[0] ?? 'practice';
  const [environment, setEnvironment] = useState(firstEnvironment);
  const [kind, setKind] = useState<RunKind>(preset?.kind ?? kindsFor(firstEnvironment)[0] ?? 'live');
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(entry.inputs.map((i) => [i.name, preset?.inputs[i.name] ?? i.default ?? ''])),
  );
  const inputs = entry.inputs
    .map(({ name }) => ({ name, value: (values[name] ?? '').trim() }))
    .filter(({ value }) => value !== '');
  return {
    environment,
    kind,
    values,
    setEnvironment: (next) => {
      setEnvironment(next);
      const kinds = kindsFor(next);
      if (!kinds.includes(kind)) setKind(kinds[0] ?? kind);
    },
    setKind,
    setValue: (name, value) => setValues({ ...values, [name]: value }),
    asked: { ref: entry.ref, environment, kind, inputs },
  };
}
