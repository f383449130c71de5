import type { RunResult } from '@domain/run/state';
import { CircleCheck, CircleHelp, LoaderCircle, OctagonX, TriangleAlert, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeLook } from './badge';

/** How each result of a run looks. A rollback that worked is not a green release: it has a look of its own. */
export const RUN_RESULT: Record<RunResult, BadgeLook> = {
  released: { tone: 'ok', icon: CircleCheck },
  rolled_back: { tone: 'wait', icon: Undo2 },
  rollback_incomplete: { tone: 'bad', icon: TriangleAlert },
  stopped: { tone: 'bad', icon: OctagonX },
};

const isResult = (text: string): text is RunResult => Object.hasOwn(RUN_RESULT, text);

/** `result` as core lists it: null while under way; a word this version does not know is shown as it is. */
export function ResultBadge({ result }: { result: string | null }) {
  const { t } = useTranslation();
  if (result === null)
    return <Badge look={{ tone: 'active', icon: LoaderCircle }} label={t('result.open')} />;
  if (isResult(result)) return <Badge look={RUN_RESULT[result]} label={t(`result.${result}`)} />;
  return <Badge look={{ tone: 'unknown', icon: CircleHelp }} label={result} />;
}
