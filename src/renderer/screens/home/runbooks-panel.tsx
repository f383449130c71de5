import { BookOpen, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { EmptyState } from '../../components/empty-state';
import { Panel } from '../../components/panel';
import { useLocalText } from '../../i18n/use-local-text';
import { useApp } from '../../store/app-context';
import css from './home.module.css';

export function RunbooksPanel() {
  const { t } = useTranslation(['home', 'common']);
  const local = useLocalText();
  const books = useApp((s) => s.workspace?.runbooks ?? null);
  const go = useApp((s) => s.go);
  return (
    <Panel title={t('books.title')} flush>
      {books === null && (
        <EmptyState icon={BookOpen} title={t('books.closed')} text={t('books.closed_text')} />
      )}
      {books?.length === 0 && (
        <EmptyState icon={BookOpen} title={t('books.none')} text={t('books.none_text')} />
      )}
      <ul className={css.books}>
        {books?.map((book) => (
          <li key={book.ref}>
            <button
              type="button"
              className={css.book}
              onClick={() => go({ screen: 'runbooks', ref: book.ref, preset: null })}
            >
              {local(book.title)}
            </button>
            <ProblemCount problems={book.problems} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function ProblemCount({ problems }: { problems: number }) {
  const { t } = useTranslation(['home', 'common']);
  if (problems === 0) return <Badge look={{ tone: 'ok', icon: CircleCheck }} label={t('books.good')} />;
  return (
    <Badge look={{ tone: 'bad', icon: TriangleAlert }} label={t('books.problems', { count: problems })} />
  );
}
