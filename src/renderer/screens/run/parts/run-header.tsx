import { availableActions } from '@domain/run/available';
import { activeSteps, openInterruptions, type RunState } from '@domain/run/state';
import { Button } from '@mantine/core';
import { Hand, LoaderCircle, Pause, Play, Square, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeLook } from '../../../components/badge';
import { EnvironmentBadge } from '../../../components/environment-badge';
import { KeyHint } from '../../../components/key-hint';
import { ResultBadge } from '../../../components/result-badge';
import { useLocalText } from '../../../i18n/use-local-text';
import type { RunDialog } from '../run-dialogs';

interface Props {
  readonly state: RunState;
  onOpen(dialog: RunDialog): void;
  onResume(): void;
}

/** Where this run works, on what, how it stands, and the ways out. */
export function RunHeader({ state, onOpen, onResume }: Props) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const { plan } = state;
  return (
    <header className="run-head">
      <EnvironmentBadge environment={plan.environment} size="lg" />
      <div className="run-head-title">
        <h1>{local(plan.runbook.title)}</h1>
        <p className="run-dim">
          {t(`common:kind.${plan.kind}`)}
          {plan.inputs.map(({ name, value }) => (
            <span key={name}>
              {' · '}
              {name} <b>{value}</b>
            </span>
          ))}
        </p>
      </div>
      <Standing state={state} />
      <WaysOut state={state} onOpen={onOpen} onResume={onResume} />
    </header>
  );
}

function Standing({ state }: { state: RunState }) {
  const { t } = useTranslation(['run', 'common']);
  if (state.result !== null) return <ResultBadge result={state.result} />;
  const name = standingOf(state);
  return <Badge look={STANDINGS[name]} label={t(`standing.${name}`)} />;
}

const STANDINGS = {
  waiting: { tone: 'wait', icon: Hand },
  paused: { tone: 'wait', icon: Pause },
  rolling: { tone: 'wait', icon: Undo2 },
  running: { tone: 'active', icon: LoaderCircle },
} satisfies Record<string, BadgeLook>;

function standingOf(state: RunState): keyof typeof STANDINGS {
  if (openInterruptions(state).length > 0) return 'waiting';
  if (state.paused) return 'paused';
  return state.rollback !== null && activeSteps(state).length > 0 ? 'rolling' : 'running';
}

function WaysOut({ state, onOpen, onResume }: Props) {
  const { t } = useTranslation(['run', 'common']);
  const closed = new Map(availableActions(state).map((a) => [a.action, a.closed]));
  if (state.result !== null) return null;
  return (
    <div className="run-ways-out">
      {closed.get('resume') === null ? (
        <Button
          variant="default"
          leftSection={<Play size={14} aria-hidden="true" />}
          rightSection={<KeyHint keys="P" />}
          onClick={onResume}
        >
          {t('way.resume')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<Pause size={14} aria-hidden="true" />}
          rightSection={<KeyHint keys="P" />}
          onClick={() => onOpen('pause')}
        >
          {t('way.pause')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<Square size={14} aria-hidden="true" />}
        rightSection={<KeyHint keys="X" />}
        onClick={() => onOpen('stop')}
      >
        {t('way.stop')}
      </Button>
      {state.rollback === null && (
        <Button
          color="crimson"
          leftSection={<Undo2 size={16} aria-hidden="true" />}
          rightSection={<KeyHint keys="R" />}
          onClick={() => onOpen('roll-back')}
        >
          {t('way.rollBack')}
        </Button>
      )}
    </div>
  );
}
