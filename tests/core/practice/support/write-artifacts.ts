/** Writes the published releases of the practice runbook: run it after a change of the order service. */
import { fileURLToPath } from 'node:url';
import { writeArtifacts } from '../../../../src/core/practice/pack';

const resources = fileURLToPath(new URL('../../../../resources/', import.meta.url));
writeArtifacts(resources, `${resources}runbooks/practice/artifacts`);
