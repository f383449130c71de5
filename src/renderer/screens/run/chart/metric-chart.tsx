import { verdictSentence } from '@domain/verdict/reason';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { VerdictBadge } from '../../../components/verdict-badge';
import { useLocalText } from '../../../i18n/use-local-text';
import { languageOf, timeOfDay } from '../use-duration';
import { type MetricChart as Model, type ObservationCharts, plainNumber, scaleOf } from './chart-model';

const TICK = { fill: 'var(--hp-dim)', fontSize: 11 };

interface Props {
  readonly model: Model;
  readonly chart: ObservationCharts['chart'];
  /** True when the verdict above the charts is this metric's already. */
  readonly decided: boolean;
}

/** One metric over time: line with gaps, threshold with its value, stages as bands, values under the crosshair. */
export function MetricChart({ model, chart, decided }: Props) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  const { spec, series, rows } = model;
  const title = local(spec.title);
  const scale = scaleOf(model);
  return (
    <figure className="run-chart">
      <ChartCaption model={model} decided={decided} />
      <div className="run-chart-box">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 140 }}>
          <LineChart
            data={[...rows]}
            margin={{ top: 18, right: 12, bottom: 0, left: 0 }}
            syncId="observation"
            title={t('chart.title', { title })}
            desc={t('chart.description')}
          >
            <CartesianGrid stroke="var(--hp-line)" vertical={false} />
            {chart.bands.map((band) => (
              <ReferenceArea
                key={band.stage}
                x1={band.fromMs}
                x2={band.toMs}
                fill={band.stage % 2 === 0 ? 'var(--hp-brand)' : 'transparent'}
                fillOpacity={0.07}
                stroke="var(--hp-line-strong)"
                strokeOpacity={0.4}
                label={{
                  value: `${band.weight} %`,
                  position: 'insideTopLeft',
                  fill: 'var(--hp-dim)',
                  fontSize: 11,
                  dy: -16,
                }}
              />
            ))}
            <XAxis
              dataKey="atMs"
              type="number"
              domain={[chart.fromMs, chart.toMs]}
              tickFormatter={(ms: number) => timeOfDay(new Date(ms).toISOString())}
              tick={TICK}
              stroke="var(--hp-line-strong)"
              minTickGap={48}
            />
            <YAxis
              domain={[scale.least, scale.most]}
              ticks={scale.ticks.map((tick) => tick.value)}
              tick={TICK}
              width={52}
              stroke="var(--hp-line-strong)"
              tickFormatter={plainNumber}
            />
            {series.thresholds.map((line) => (
              <ReferenceLine
                key={line.rule}
                y={line.value}
                stroke="var(--hp-bad)"
                strokeWidth={1.5}
                strokeDasharray="6 3"
                label={{
                  value: t(`chart.threshold.${line.rule}`, { limit: withUnit(line.text, spec.unit) }),
                  position: line.rule === 'above' ? 'insideBottomLeft' : 'insideTopLeft',
                  fill: 'var(--hp-bad)',
                  fontSize: 11,
                  fontWeight: 600,
                }}
              />
            ))}
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: 'var(--hp-text)', strokeDasharray: '2 2' }}
              content={(shown) => (
                <Crosshair at={shown.label} value={shown.payload?.[0]?.value} unit={spec.unit} />
              )}
            />
            <Line
              dataKey={spec.id}
              stroke="var(--hp-brand)"
              strokeWidth={1.75}
              dot={rows.length < 3}
              connectNulls={false}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function ChartCaption({ model: { spec, verdict }, decided }: Pick<Props, 'model' | 'decided'>) {
  const { i18n } = useTranslation();
  const { t } = useTranslation('run');
  const local = useLocalText();
  return (
    <figcaption className="run-chart-head">
      <h3>{local(spec.title)}</h3>
      {verdict === null ? (
        <span className="run-dim">{t('chart.none')}</span>
      ) : (
        <>
          <VerdictBadge outcome={verdict.outcome} />
          {!decided && (
            <span className="run-mono run-verdict-line">
              {verdictSentence(verdict, spec, languageOf(i18n.language))}
            </span>
          )}
        </>
      )}
    </figcaption>
  );
}

function Crosshair({ at, value, unit }: { at: unknown; value: unknown; unit: string }) {
  const { t } = useTranslation('run');
  if (typeof at !== 'number') return null;
  return (
    <div className="run-crosshair">
      <span>{timeOfDay(new Date(at).toISOString())}</span>
      <b>{typeof value === 'number' ? withUnit(plainNumber(value), unit) : t('chart.gap')}</b>
    </div>
  );
}

const withUnit = (value: string, unit: string): string =>
  unit === '1' || unit === '' || unit === 'count' ? value : `${value} ${unit}`;
