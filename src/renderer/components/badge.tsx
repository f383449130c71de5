import type { LucideIcon } from 'lucide-react';
import css from './badge.module.css';
import type { Tone } from './tone';

export interface BadgeLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** Icon, word and colour together: none of them carries the meaning alone. */
export function Badge({ look, label }: { look: BadgeLook; label: string }) {
  const Icon = look.icon;
  return (
    <span className={css.badge} data-tone={look.tone}>
      <Icon size={13} aria-hidden strokeWidth={2.4} />
      {label}
    </span>
  );
}
