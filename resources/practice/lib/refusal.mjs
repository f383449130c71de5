/** Something the operator can understand and act on: printed as one line, exit code 1. */
export class Refusal extends Error {}
