import { z } from 'zod';
import type { Path } from './source';

/** Takes off optional, default and nullable wrappers. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let at: unknown = schema;
  while (at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodNullable) {
    at = at.unwrap();
  }
  return at as z.ZodType;
}

function children(schema: z.ZodType, part: string | number): z.ZodType[] {
  const at = unwrap(schema);
  if (at instanceof z.ZodUnion) return at.options.flatMap((o) => children(o as z.ZodType, part));
  if (at instanceof z.ZodArray) return typeof part === 'number' ? [at.element as z.ZodType] : [];
  if (at instanceof z.ZodRecord) return [at.valueType as z.ZodType];
  if (at instanceof z.ZodObject) {
    const child = (at.shape as Record<string, z.ZodType>)[String(part)];
    return child === undefined ? [] : [child];
  }
  return [];
}

function keys(schema: z.ZodType): string[] {
  const at = unwrap(schema);
  if (at instanceof z.ZodUnion) return at.options.flatMap((o) => keys(o as z.ZodType));
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The keys a schema knows at a path, for suggestions. */
export function childKeys(schema: z.ZodType, path: Path): string[] {
  let level: z.ZodType[] = [schema];
  for (const part of path) level = level.flatMap((s) => children(s, part));
  return [...new Set(level.flatMap(keys))];
}
