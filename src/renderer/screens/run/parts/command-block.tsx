import type { Exported } from '@domain/plan/plan';
import { useTranslation } from 'react-i18next';
import type { CommandView } from '../model/command-view';
import { OutputText } from '../output/output-text';
import { scrolls } from '../scrolls';

interface Props {
  readonly command: CommandView;
  readonly hosts: readonly string[];
  readonly exports: readonly Exported[];
  /** True when it alters the target. */
  readonly changes?: boolean;
  /** A shorter block, for lists. */
  readonly small?: boolean;
}

/** What will run, byte for byte, on which host as whom; exports on demand. */
export function CommandBlock({ command, hosts, exports, changes = false, small = false }: Props) {
  const { t } = useTranslation('run');
  if (command.text === '') return null;
  return (
    <div className="run-command" data-small={small}>
      <p className="run-command-head">
        <span>{t(`command.${command.kind}`)}</span>
        {changes && <span className="run-changes">{t('step.changes')}</span>}
        <span className="run-spring" />
        <span className="run-hosts">{hosts.length === 0 ? t('command.here') : hosts.join('  ')}</span>
      </p>
      {small ? (
        <div className="run-command-text">
          <Lines text={command.text} />
        </div>
      ) : (
        <section className="run-command-text" {...scrolls} aria-label={t(`command.${command.kind}`)}>
          <Lines text={command.text} />
        </section>
      )}
      {exports.length > 0 && <Exports exports={exports} />}
    </div>
  );
}

function Lines({ text }: { text: string }) {
  return (
    <pre>
      {text.split('\n').map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
        <span key={index} className="run-command-line">
          <OutputText line={line} />
        </span>
      ))}
    </pre>
  );
}

function Exports({ exports }: { exports: readonly Exported[] }) {
  const { t } = useTranslation('run');
  return (
    <details className="run-exports">
      <summary>{t('command.exports', { count: exports.length })}</summary>
      <dl>
        {exports.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <OutputText line={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
