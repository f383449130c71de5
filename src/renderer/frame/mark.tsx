/** The mark: a way that is held at a bar until it is released. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden fill="none">
      <rect x="1" y="1" width="22" height="22" rx="5" fill="var(--hp-brand)" />
      <path d="M5 12h5" stroke="var(--hp-surface)" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M13.5 5.5v13" stroke="var(--hp-surface)" strokeWidth="3.2" strokeLinecap="round" />
      <circle cx="18.4" cy="12" r="1.7" fill="var(--hp-surface)" />
    </svg>
  );
}
