/** How a written font is called and classed. */
export type SubsetNames = {
  /** Family, e.g. `Noto Serif SC`. */
  readonly family: string;
  /** PostScript name without spaces, e.g. `NotoSerifSC-Regular`. */
  readonly postScript: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
};
