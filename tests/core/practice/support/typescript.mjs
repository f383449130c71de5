/** Lets plain Node 24 run the sources as they are: relative imports without an ending and the aliases of tsconfig. */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const src = new URL('../../../../src/', import.meta.url);

function candidate(specifier, parent) {
  const alias = /^@(domain|ipc|core)\/(.+)$/.exec(specifier);
  if (alias !== null) return new URL(`${alias[1]}/${alias[2]}.ts`, src);
  return specifier.startsWith('.') && parent !== undefined ? new URL(`${specifier}.ts`, parent) : null;
}

registerHooks({
  resolve(specifier, context, next) {
    const url = candidate(specifier, context.parentURL);
    const found = url !== null && existsSync(fileURLToPath(url));
    return next(found ? pathToFileURL(fileURLToPath(url)).href : specifier, context);
  },
});
