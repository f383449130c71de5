import { z } from 'zod';
import { ask, attest, gate, http, observe, phaseName, rollout, undo, upload } from './actions';
import { expectList } from './expect';
import { doc, filled, id, later, script, someTime, template, text, variable } from './words';

export const ACTIONS = [
  'run',
  'local',
  'upload',
  'http',
  'attest',
  'ask',
  'gate',
  'observe',
  'rollout',
] as const;
export const LATER_ACTIONS = ['download', 'reconcile', 'preserve', 'channel', 'wait', 'use'] as const;
export type ActionName = (typeof ACTIONS)[number];

const rolling = z.strictObject({
  rolling: doc(
    z.union([z.int(), z.string()], 'a number of hosts such as 1'),
    'Hosts at a time. Only 1 is available in this version.',
  ),
  first_must_pass: doc(z.boolean().optional(), 'Stop when the first host fails.'),
});

export const step = z
  .strictObject({
    id: doc(id, 'The name of the step, once in the whole runbook.'),
    title: doc(text.optional(), 'What the checklist shows. Default: the id.'),
    on: doc(
      z.union([id, z.array(id).min(1)], 'a name from targets, or a list of names').optional(),
      'Where it runs: names from targets.',
    ),
    run: doc(script.optional(), 'Shell text for each target, run byte for byte as written.'),
    local: doc(script.optional(), "Shell text for the operator's machine, run in the workspace."),
    upload: doc(upload.optional(), 'Sends a file; its SHA-256 is compared on the target.'),
    http: doc(http.optional(), 'One web request.'),
    attest: doc(attest.optional(), 'A person vouches for something the app can not measure.'),
    ask: doc(ask.optional(), 'A person gives a value.'),
    gate: doc(gate.optional(), 'A decision: go or no-go.'),
    observe: doc(observe.optional(), 'Watches metrics for a time.'),
    rollout: doc(rollout.optional(), 'Raises the weight in stages and watches metrics.'),
    download: later('Fetches a file.'),
    reconcile: later('Compares numbers.'),
    preserve: later('Keeps evidence.'),
    channel: later('Moves a release channel.'),
    wait: later('Waits.'),
    use: later('Includes another runbook.'),
    changes: doc(
      z.boolean().optional(),
      'True when the step alters a target. Then it needs undo or irreversible. A rollout always does.',
    ),
    irreversible: doc(filled.optional(), 'Why this change can not be undone.'),
    undo: doc(undo.optional(), 'How this change is taken back.'),
    done_when: doc(
      script.optional(),
      'Shell text: exit code 0 means the change is already there. Asked before a retry.',
    ),
    expect: doc(
      expectList.optional(),
      'What must be true for the step to pass. Needed for run, local and http.',
    ),
    timeout: doc(someTime.optional(), 'Default 10m.'),
    produces: doc(
      z.record(variable, template).optional(),
      'Values this step sets when it has run, before expect is looked at.',
    ),
    outputs: doc(
      z.array(variable).optional(),
      'Names the shell text writes to $HOLDPOINT_OUTPUT as name=value lines.',
    ),
    strategy: doc(
      z.union([z.enum(['serial', 'parallel']), rolling], 'serial, parallel or { rolling: 1 }').optional(),
      'How several hosts are taken. Only one after the other is available in this version.',
    ),
    keep: later('Evidence files.'),
    when: later('A condition.'),
  })
  .meta({ id: 'step', oneOf: [...ACTIONS, ...LATER_ACTIONS].map((action) => ({ required: [action] })) });
export type Step = z.infer<typeof step>;

export const phase = z
  .strictObject({
    kind: doc(phaseName, 'What the phase is for.'),
    title: doc(text.optional(), 'What the checklist shows.'),
    steps: doc(z.array(step).min(1, 'a list with at least one step'), 'The steps in order.'),
  })
  .meta({ id: 'phase' });
export type Phase = z.infer<typeof phase>;
