/** A font that cannot be read: not TrueType outlines, cut short, or over the limits. The only error of this folder. */
export class SfntError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SfntError';
  }
}
