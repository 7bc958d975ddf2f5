/** Says what went wrong. The run goes on: what follows may tell more. */
export type Report = (violation: string) => void;
