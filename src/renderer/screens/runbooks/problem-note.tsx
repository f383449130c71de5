import type { ProblemView } from '@ipc/contract';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './problem-note.module.css';

/** One problem: where, what was found, what to do. `withPlace` is off where the place is obvious. */
export function ProblemNote({ problem, withPlace = true }: { problem: ProblemView; withPlace?: boolean }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const Icon = problem.severity === 'error' ? CircleX : TriangleAlert;
  return (
    <div className={css.problem} data-severity={problem.severity}>
      <Icon size={15} aria-label={t(`severity.${problem.severity}`)} />
      <span>
        {withPlace && (
          <span className={css.place}>{t('place', { line: problem.line, column: problem.column })} </span>
        )}
        {problem.message}
        {problem.suggestion !== null && (
          <span className={css.hint}>{t('suggestion', { suggestion: problem.suggestion })}</span>
        )}
      </span>
    </div>
  );
}
