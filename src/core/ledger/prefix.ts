/** What a checkpoint says about the first N lines, kept up to date line by line. */
import { createHash, type Hash } from 'node:crypto';
import { toBase64 } from '@domain/evidence/base64';
import { CHAIN_START, type ChainPlace, followLink } from '@domain/evidence/chain';
import type { Checkpoint } from '@domain/evidence/checkpoint';
import type { LedgerLine } from '@domain/evidence/ledger-line';
import { addLeaf, EMPTY_TREE, type MerkleFrontier, merkleRoot } from '@domain/evidence/merkle';
import type { Failure, Result } from '@domain/kernel/result';
import { sha256 } from '../signing/digest';

export class Prefix {
  private place: ChainPlace = CHAIN_START;
  private tree: MerkleFrontier = EMPTY_TREE;
  private readonly text: Hash = createHash('sha256');

  get size(): number {
    return this.place.seq;
  }
  get head(): string {
    return this.place.head;
  }

  /** Adds the next line; refuses one that is not chained to what is here, and stays as it was. */
  add(text: string): Result<LedgerLine, Failure<'chain'>> {
    const next = followLink(this.place, text, sha256);
    if (!next.ok) return next;
    this.place = next.value.place;
    this.tree = addLeaf(this.tree, Buffer.from(text), sha256);
    this.text.update(text);
    return { ok: true, value: next.value.line };
  }

  /** The facts of a checkpoint over all lines so far. */
  facts(): Pick<Checkpoint, 'size' | 'root' | 'head' | 'prefixSha256'> {
    return {
      size: this.place.seq,
      root: toBase64(merkleRoot(this.tree, sha256)),
      head: this.place.head,
      prefixSha256: this.text.copy().digest('hex'),
    };
  }

  /** True when the checkpoint was made over exactly these lines. */
  matches(checkpoint: Checkpoint): boolean {
    const { size, root, head, prefixSha256 } = this.facts();
    return (
      checkpoint.size === size &&
      checkpoint.root === root &&
      checkpoint.head === head &&
      checkpoint.prefixSha256 === prefixSha256
    );
  }
}
