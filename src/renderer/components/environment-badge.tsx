import { Circle, CircleHelp, Diamond, type LucideIcon, Octagon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './badge.module.css';

const SHAPES = { practice: Circle, staging: Diamond, production: Octagon } satisfies Record<
  string,
  LucideIcon
>;

export type Environment = keyof typeof SHAPES;

export const isEnvironment = (text: string): text is Environment => Object.hasOwn(SHAPES, text);

/** Word, shape and weight of an environment. Production is the one solid block on any screen. */
export function EnvironmentBadge({ environment, size = 'sm' }: { environment: string; size?: 'sm' | 'lg' }) {
  const { t } = useTranslation();
  const known = isEnvironment(environment);
  const Shape = known ? SHAPES[environment] : CircleHelp;
  return (
    <span className={css.environment} data-environment={environment} data-size={size}>
      <Shape size={size === 'lg' ? 16 : 12} aria-hidden strokeWidth={2.6} />
      {known ? t(`environment.${environment}`) : environment}
    </span>
  );
}
