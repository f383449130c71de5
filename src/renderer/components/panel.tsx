import { type ReactNode, useId } from 'react';
import css from './panel.module.css';

interface PanelProps {
  readonly title: ReactNode;
  /** Right of the title: a badge, a count, a button. */
  readonly aside?: ReactNode;
  /** No padding around the content, for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A titled area of a screen. Screen readers find it as a region by its title. */
export function Panel({ title, aside, flush = false, children, className }: PanelProps) {
  const id = useId();
  return (
    <section className={[css.panel, className].filter(Boolean).join(' ')} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </header>
      <div className={css.body} data-flush={flush}>
        {children}
      </div>
    </section>
  );
}
