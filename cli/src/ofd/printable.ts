/**
 * Text of a file for a terminal: control characters could move the cursor and colour or hide other lines, direction
 * marks could show a name backwards. `lines` keeps line feeds, tabs and form feeds.
 */
export function printable(text: string, keep: 'line' | 'lines' = 'line'): string {
  const shown = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return shown.replace(/\p{Cc}/gu, (character) =>
    keep === 'lines' && '\n\t\f'.includes(character) ? character : ' ',
  );
}
