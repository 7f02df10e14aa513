/** What stands on an organ's seal: a township government's name begins with its county's (SEAL99 item 15). */
export function sealNameOf(
  organ: { name: string; kind: string },
  parent: { name: string } | undefined,
): string {
  const place = parent?.name.endsWith('人民政府') ? parent.name.slice(0, -'人民政府'.length) : '';
  return organ.kind === 'township' && place !== '' && !organ.name.startsWith(place)
    ? place + organ.name
    : organ.name;
}
