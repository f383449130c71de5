/** What JSON can say. Canonical documents (TRUST F1) narrow it further: integers only, see evidence/canonical-json. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}
