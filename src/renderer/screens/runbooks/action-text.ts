import type { Action } from '@domain/plan/plan';

/** What a step does as text to read or copy: a command byte for byte, a transfer or a request on one line. */
export function actionText(action: Action): string | null {
  switch (action.type) {
    case 'run':
    case 'local':
      return action.script;
    case 'rollout':
      return action.apply;
    case 'upload':
      return `${action.from} -> ${action.to}`;
    case 'http':
      return [`${action.method} ${action.url}`, action.body].filter((part) => part !== null).join('\n');
    case 'attest':
    case 'ask':
    case 'gate':
    case 'observe':
      return null;
  }
}
