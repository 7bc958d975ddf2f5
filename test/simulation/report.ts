/** Reports a violation. The run continues, since later violations may explain it. */
export type Report = (violation: string) => void;
