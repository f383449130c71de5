/** Logging in: offers one credential after the other and remembers what was tried, for the message. */
import type { AnyAuthMethod, AuthHandlerMiddleware, NextAuthHandler } from 'ssh2';
import { type Credentials, type Offer, offers, type SshWarning } from './credentials';
import { connectFailure, textOf } from './failure';

export interface Login {
  readonly handler: AuthHandlerMiddleware;
  /** The failure to report once the server has refused everything there was. */
  failure(user: string, host: string): ReturnType<typeof connectFailure>;
}

export interface LoginWatch {
  readonly warn: (warning: SshWarning) => void;
  /** A person may be asked meanwhile: time limits stand still between `true` and `false`. */
  readonly waiting: (on: boolean) => void;
}

/** No `none` probe first: it would cost a round trip on every connection and tells nothing we need. */
export function login(user: string, credentials: Credentials, watch: LoginWatch): Login {
  const queue = offers(credentials, watch.warn);
  const tried: string[] = [];
  const unusable: Extract<Offer, { kind: 'unusable' }>[] = [];
  let methodsLeft: readonly string[] = [];

  const nextOffer = async (): Promise<AnyAuthMethod | false> => {
    for (;;) {
      const { value, done } = await queue.next();
      if (done) return false;
      if (value.kind !== 'unusable') {
        tried.push(value.kind === 'agent' ? `${value.name} (${value.keys} keys)` : value.name);
        return asMethod(user, value);
      }
      unusable.push(value);
      watch.warn(asWarning(value));
    }
  };

  const handler: AuthHandlerMiddleware = (left, _partialSuccess, next) => {
    methodsLeft = left ?? [];
    watch.waiting(true);
    nextOffer()
      .catch((error: unknown) => {
        watch.warn({ code: 'key_file_unusable', message: textOf(error) });
        return false as const;
      })
      .then((method) => {
        watch.waiting(false);
        // `false` ends the login; the types of ssh2 leave it out.
        (next as (method: AnyAuthMethod | false) => ReturnType<NextAuthHandler>)(method);
      })
      .catch((error: unknown) => watch.warn({ code: 'key_file_unusable', message: textOf(error) }));
  };

  return { handler, failure: (_user, host) => explain(user, host, tried, unusable, methodsLeft) };
}

const asMethod = (username: string, offer: Exclude<Offer, { kind: 'unusable' }>): AnyAuthMethod =>
  offer.kind === 'agent'
    ? { type: 'agent', username, agent: offer.agent }
    : { type: 'publickey', username, key: offer.key };

const asWarning = (offer: Extract<Offer, { kind: 'unusable' }>): SshWarning => ({
  code: offer.name.startsWith('agent') ? 'agent_unusable' : 'key_file_unusable',
  message: `${offer.name}: ${offer.why}`,
});

function explain(
  user: string,
  host: string,
  tried: readonly string[],
  unusable: readonly Extract<Offer, { kind: 'unusable' }>[],
  methodsLeft: readonly string[],
) {
  const skipped = unusable.map((offer) => `${offer.name}: ${offer.why}`).join('; ');
  const data = { user, host, tried: tried.join('; '), skipped, server_accepts: methodsLeft.join(', ') };
  const wrong = unusable.find((offer) => offer.wrongPassphrase);
  if (wrong !== undefined)
    return connectFailure(
      'wrong_passphrase',
      `The passphrase does not open ${wrong.name}. Check it with: ssh-keygen -y -f <key file>.`,
      data,
    );
  if (tried.length === 0)
    return connectFailure(
      'no_credentials',
      `There is no key to log in as ${user} on ${host}${skipped === '' ? '' : ` (${skipped})`}. ` +
        'Add a key to the agent (ssh-add) or name a key file.',
      data,
    );
  const accepts = methodsLeft.length === 0 ? '' : ` The server accepts: ${methodsLeft.join(', ')}.`;
  return connectFailure(
    'auth_failed',
    `${host} refused to log in ${user}. Tried: ${tried.join('; ')}.${skipped === '' ? '' : ` Not usable: ${skipped}.`}` +
      `${accepts} Check the user name and the target's authorized_keys.`,
    data,
  );
}
