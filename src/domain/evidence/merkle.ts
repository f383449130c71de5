/** Merkle tree hash of RFC 6962 section 2.1, built leaf by leaf; memory grows with the logarithm of the size. */
import type { Sha256 } from './hash';

/** Complete subtrees from the largest to the smallest. Never changed in place. */
export interface MerkleFrontier {
  readonly size: number;
  readonly roots: readonly { readonly leaves: number; readonly hash: Uint8Array }[];
}
export const EMPTY_TREE: MerkleFrontier = { size: 0, roots: [] };

function prefixed(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  bytes[0] = tag;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const leafHash = (sha256: Sha256, data: Uint8Array): Uint8Array => sha256(prefixed(0, data));
const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(prefixed(1, left, right));

/** The tree with one more leaf; `data` is the ledger line with its LF. */
export function addLeaf(tree: MerkleFrontier, data: Uint8Array, sha256: Sha256): MerkleFrontier {
  const roots = [...tree.roots];
  let added = { leaves: 1, hash: leafHash(sha256, data) };
  for (let last = roots.at(-1); last !== undefined && last.leaves === added.leaves; last = roots.at(-1)) {
    roots.pop();
    added = { leaves: added.leaves * 2, hash: nodeHash(sha256, last.hash, added.hash) };
  }
  return { size: tree.size + 1, roots: [...roots, added] };
}

/** The root over all leaves so far; the hash of nothing for an empty tree, as RFC 6962 defines it. */
export function merkleRoot(tree: MerkleFrontier, sha256: Sha256): Uint8Array {
  const [last, ...rest] = [...tree.roots].reverse();
  if (last === undefined) return sha256(new Uint8Array(0));
  return rest.reduce((right, left) => nodeHash(sha256, left.hash, right), last.hash);
}
