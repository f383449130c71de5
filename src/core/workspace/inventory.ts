import { variableName } from '@domain/plan/plan';
import { doc, filled, id } from '@domain/runbook/schema/words';
import { z } from 'zod';

const value = z.union([z.string(), z.int()], 'text or a whole number');

const target = z.strictObject({
  host: doc(filled.optional(), 'Name or address. Needed, except for practice targets.'),
  port: doc(z.int('a port').min(1).max(65535).optional(), 'Default 22.'),
  user: doc(filled.optional(), 'Who logs in. Needed, except for practice targets.'),
  group: doc(id.optional(), 'The group it belongs to.'),
  groups: doc(z.array(id).optional(), 'The groups it belongs to.'),
  vars: doc(z.record(variableName, value).optional(), 'Values its steps can read.'),
  practice: doc(z.literal(true, 'true').optional(), 'The target that comes with the app.'),
});
export type InventoryTarget = z.infer<typeof target>;

const environment = z.strictObject({
  targets: doc(z.record(id, target), 'The machines by name.'),
  groups: doc(
    z.record(id, z.array(id).min(1)).optional(),
    'Groups as lists of names, instead of "group" in the targets.',
  ),
});
export type InventoryEnvironment = z.infer<typeof environment>;

/** inventory.yaml: the machines of each environment. */
export const inventorySchema = z
  .strictObject({
    environments: z.strictObject({
      practice: environment.optional(),
      staging: environment.optional(),
      production: environment.optional(),
    }),
  })
  .meta({ title: 'Holdpoint inventory' });
export type Inventory = z.infer<typeof inventorySchema>;
