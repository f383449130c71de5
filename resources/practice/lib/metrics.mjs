/** Counters, histograms and gauges in the Prometheus text exposition format 0.0.4. */

const LATENCY_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5,
];

const escaped = (value) =>
  String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const labelText = (labels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');

function createCounter(name, help) {
  const series = new Map();
  return {
    add(labels, by = 1) {
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    lines: () => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} counter`,
      ...[...series].map(([labels, value]) => `${name}{${labels}} ${value}`),
    ],
  };
}

function bucketLines(name, labels, { counts, sum, total }) {
  let below = 0;
  const lines = LATENCY_BUCKETS.map((limit, at) => {
    below += counts[at];
    return `${name}_bucket{${labels},le="${limit}"} ${below}`;
  });
  return [
    ...lines,
    `${name}_bucket{${labels},le="+Inf"} ${total}`,
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${total}`,
  ];
}

function createHistogram(name, help) {
  const series = new Map();
  const fresh = () => ({ counts: LATENCY_BUCKETS.map(() => 0), sum: 0, total: 0 });
  return {
    observe(labels, seconds) {
      const key = labelText(labels);
      const entry = series.get(key) ?? fresh();
      const at = LATENCY_BUCKETS.findIndex((limit) => seconds <= limit);
      if (at >= 0) entry.counts[at] += 1;
      entry.sum += seconds;
      entry.total += 1;
      series.set(key, entry);
    },
    lines: () => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} histogram`,
      ...[...series].flatMap(([labels, entry]) => bucketLines(name, labels, entry)),
    ],
  };
}

/** A gauge reads its value when it is asked for. */
function createGauge(name, help, type, read) {
  return { lines: () => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${read()}`] };
}

function processGauges() {
  const cpuSeconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const startedAt = Date.now() / 1000 - process.uptime();
  return [
    createGauge('process_cpu_seconds_total', 'CPU time used.', 'counter', cpuSeconds),
    createGauge('process_resident_memory_bytes', 'Resident memory.', 'gauge', () =>
      process.memoryUsage.rss(),
    ),
    createGauge('process_start_time_seconds', 'Start, since 1970.', 'gauge', () => startedAt),
  ];
}

/** The registry of one process: requests, their durations, the process gauges and what is added by `gauge`. */
export function createMetrics() {
  const requests = createCounter('http_requests_total', 'Requests answered.');
  const durations = createHistogram('http_request_duration_seconds', 'Time from request to answer.');
  const parts = [requests, durations, ...processGauges()];
  return {
    /** One answered request; `labels` go on both series, `status` only on the counter. */
    answered(labels, status, seconds) {
      requests.add({ ...labels, status });
      durations.observe(labels, seconds);
    },
    gauge: (name, help, read) => parts.push(createGauge(name, help, 'gauge', read)),
    render: () => `${parts.flatMap((part) => part.lines()).join('\n')}\n`,
  };
}

/** Answers a scrape. */
export function sendMetrics(response, metrics) {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(metrics.render());
}
