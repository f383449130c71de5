import { CodedError } from '@ipc/rpc';
import type { HandlerContext } from './context';

/** The path behind a token, if a person chose it for this purpose. */
export function grantedPath({ grants }: HandlerContext, token: string, purpose: string): string {
  const grant = grants.get(token);
  if (grant === undefined) throw new CodedError('no-grant', 'nobody chose this place; choose it again');
  if (grant.purpose !== purpose)
    throw new CodedError('no-grant', `this place was chosen for ${grant.purpose}, not for ${purpose}`);
  return grant.path;
}
