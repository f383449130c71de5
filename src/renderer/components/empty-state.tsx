import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './empty-state.module.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  /** What a person can do about it. */
  readonly children?: ReactNode;
}

/** Says that there is nothing and what would change that; never a bare blank area. */
export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <Icon size={28} aria-hidden strokeWidth={1.5} />
      <p className={css.title}>{title}</p>
      {text !== undefined && <p className={css.text}>{text}</p>}
      {children}
    </div>
  );
}
