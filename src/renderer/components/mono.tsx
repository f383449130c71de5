import css from './mono.module.css';

/** A name, digest or path that is typed or compared letter by letter. `title` holds the whole when it is shortened. */
export function Mono({ text, title }: { text: string; title?: string }) {
  return (
    <span className={css.mono} title={title}>
      {text}
    </span>
  );
}

/** The first letters of a digest, with the whole in the tooltip. */
export function Digest({ sha256 }: { sha256: string }) {
  return <Mono text={`${sha256.slice(0, 16)}…`} title={sha256} />;
}
