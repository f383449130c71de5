import type { RunKind } from '@domain/plan/plan';
import type { ProblemView, RunbookEntry } from '@ipc/contract';
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EnvironmentBadge } from '../../components/environment-badge';
import { useLocalText } from '../../i18n/use-local-text';
import { kindsFor } from './kinds';
import css from './runbooks.module.css';
import type { Form } from './use-form';

interface InputFormProps {
  readonly entry: RunbookEntry;
  readonly form: Form;
  readonly problems: readonly ProblemView[];
}

export function InputForm({ entry, form, problems }: InputFormProps) {
  const { t } = useTranslation(['runbooks', 'common']);
  return (
    <div className={css.form}>
      <div className={css.place}>
        <div>
          <p id="environment-label" className={css.label}>
            {t('form.environment')}
          </p>
          <SegmentedControl
            aria-labelledby="environment-label"
            value={form.environment}
            onChange={form.setEnvironment}
            data={entry.environments.map((e) => ({ value: e, label: <EnvironmentBadge environment={e} /> }))}
          />
        </div>
        <div>
          <p id="kind-label" className={css.label}>
            {t('form.kind')}
          </p>
          <SegmentedControl<RunKind>
            aria-labelledby="kind-label"
            value={form.kind}
            onChange={form.setKind}
            data={kindsFor(form.environment).map((kind) => ({
              value: kind,
              label: t(`common:kind.${kind}`),
            }))}
          />
        </div>
      </div>
      <div className={css.fields}>
        {entry.inputs.map((input) => (
          <InputField key={input.name} input={input} form={form} error={problemOf(input.name, problems)} />
        ))}
      </div>
    </div>
  );
}

/** Core's problem about one input. Core names it in quotes; there is no other link between the two. */
const problemOf = (name: string, problems: readonly ProblemView[]): string | null =>
  problems.find((p) => ['input', 'no_value'].includes(p.code) && p.message.includes(`"${name}"`))?.message ??
  null;

interface InputFieldProps {
  readonly input: RunbookEntry['inputs'][number];
  readonly form: Form;
  readonly error: string | null;
}

function InputField({ input, form, error }: InputFieldProps) {
  const { t } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const shared = {
    label: input.name,
    description: [input.help === null ? null : local(input.help), t('form.type', { type: input.type })]
      .filter(Boolean)
      .join(' · '),
    required: input.required,
    error,
  };
  const value = form.values[input.name] ?? '';
  if (input.choices.length > 0) {
    return (
      <Select
        {...shared}
        data={input.choices}
        value={value === '' ? null : value}
        onChange={(next) => form.setValue(input.name, next ?? '')}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => form.setValue(input.name, event.currentTarget.value)}
    />
  );
}
