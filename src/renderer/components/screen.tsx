import type { ReactNode } from 'react';
import css from './screen.module.css';

interface ScreenProps {
  readonly title: ReactNode;
  /** Right of the title: the actions of the whole screen. */
  readonly aside?: ReactNode;
  /** The content takes the height of the window and scrolls inside itself. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A screen with its one level-1 title. */
export function Screen({ title, aside, fill = false, children }: ScreenProps) {
  return (
    <div className={css.screen} data-fill={fill}>
      <header className={css.head}>
        <h1>{title}</h1>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </header>
      {children}
    </div>
  );
}
