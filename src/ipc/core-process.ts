/** What the shell tells the core process through `process.parentPort`. Core parses each with this schema. */
import { z } from 'zod';
import { grantPurpose } from './shell';

export const coreProcessMessage = z.discriminatedUnion('type', [
  /** A window wants to talk; the port is transferred with the message. */
  z.strictObject({ type: z.literal('connect') }),
  /** A person picked this path in a dialog; the window only knows the token. */
  z.strictObject({ type: z.literal('grant'), token: z.uuid(), path: z.string(), purpose: grantPurpose }),
  z.strictObject({ type: z.literal('power'), event: z.enum(['suspend', 'resume']) }),
]);
export type CoreProcessMessage = z.infer<typeof coreProcessMessage>;
