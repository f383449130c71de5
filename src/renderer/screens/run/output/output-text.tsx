import { LINE_LIMIT, renderLine } from './render-line';

/** Text from a target or a runbook: colours as classes, everything else that could act as a visible mark. */
export function OutputText({ line, limit = LINE_LIMIT }: { line: string; limit?: number }) {
  return (
    <>
      {renderLine(line, limit).map(({ text, classes }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans of one line never move
        <span key={index} className={classes.length === 0 ? undefined : classes.join(' ')}>
          {text}
        </span>
      ))}
    </>
  );
}
