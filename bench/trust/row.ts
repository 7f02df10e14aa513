/** One line of the trust table: what we do, the yardstick of the same run, and the ratio with its goal. */
export type Row = {
  name: string;
  /** Ours, in `unit`, a median. */
  ours: number;
  unit: string;
  /** What it is held against, in the same unit, measured in the same run; absent where the peer is not on the machine. */
  yardstick?: { name: string; value: number };
  /** In words: `≥ 0.5`, `< 50 ms`. */
  goal?: string;
  /** Whether the goal is met; absent where there is none or it could not be judged. */
  met?: boolean;
};

/** One subject of the bench: a title and its lines. Says on stderr what it left out and why. */
export type Subject = { title: string; measure(): Promise<Row[]> };
