import { doc, filled, id } from '@domain/runbook/schema/words';
import { z } from 'zod';

// Type, base64 and an optional comment, as a .pub file or `ssh-add -L` has it.
const publicKey = z
  .string()
  .regex(
    /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,2}(?: .*)?$/,
    'an SSH public key such as "ssh-ed25519 AAAA... name"',
  );

/** people.yaml: who may act and sign. A person is a key: without one a person can be named, and sign nothing. */
export const peopleSchema = z
  .strictObject({
    people: z.array(
      z.strictObject({
        id: doc(id, 'How the person is written in records and answers.'),
        name: doc(filled, 'What people read.'),
        roles: doc(z.array(filled), 'What the person may vouch and sign for.'),
        keys: doc(z.array(publicKey), 'SSH public keys.'),
      }),
    ),
  })
  .meta({ title: 'Holdpoint people' });
export type People = z.infer<typeof peopleSchema>;
export type Person = People['people'][number];
