import type { ProblemView } from '@ipc/contract';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from './problem-note';
import css from './source-text.module.css';

/** The file as it is, with line numbers, and each problem under the line it is about. */
export function SourceText({ text, problems }: { text: string; problems: readonly ProblemView[] }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t('text')}>
      <div className={css.lines}>
        {lines.map((line, index) => {
          const here = problems.filter((p) => p.line === index + 1);
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text have no other identity
          return <SourceLine key={index} number={index + 1} line={line} problems={here} />;
        })}
      </div>
    </section>
  );
}

interface SourceLineProps {
  readonly number: number;
  readonly line: string;
  readonly problems: readonly ProblemView[];
}

function SourceLine({ number, line, problems }: SourceLineProps) {
  const worst = problems.find((p) => p.severity === 'error') ?? problems[0];
  return (
    <>
      <div className={css.line} data-severity={worst?.severity}>
        <span className={css.number} aria-hidden>
          {number}
        </span>
        <code>{line === '' ? ' ' : line}</code>
      </div>
      {problems.map((problem) => (
        <div key={`${problem.column}:${problem.message}`} className={css.note}>
          <ProblemNote problem={problem} />
        </div>
      ))}
    </>
  );
}
