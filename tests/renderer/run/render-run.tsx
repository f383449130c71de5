import '../support/jsdom';
import './jsdom-layout';
import { act, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { App } from '../../../src/renderer/app';
import { createI18n } from '../../../src/renderer/i18n/i18n';
import { createServices } from '../../../src/renderer/store/app-context';
import { type RecordedRun, RUN_ID } from '../../support/builders/run';
import { recordedCore } from './recorded-core';

interface Options {
  readonly language?: 'en' | 'zh-CN';
  readonly output?: readonly string[];
}

/** The whole window at a run, over a core that records by the real decider. */
export function renderRun(run: RecordedRun, options: Options = {}) {
  const core = recordedCore(run, options);
  const services = createServices(core.bridge);
  services.store.getState().go({ screen: 'run', runId: RUN_ID });
  const user = userEvent.setup();
  const view = render(<App services={services} i18n={createI18n(options.language ?? 'en')} />);
  return { ...view, user, services, core, publish: () => act(async () => core.publish()) };
}
