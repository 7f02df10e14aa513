const SHAPES = {
  todo: 'M4 13l3-8h10l3 8v6H4v-6zm0 0h5l1 2h4l1-2h5',
  find: 'M10.5 4a6.5 6.5 0 110 13 6.5 6.5 0 010-13zm4.8 11.3L20 20',
  make: 'M12 5v14M5 12h14',
  me: 'M12 4a4 4 0 110 8 4 4 0 010-8zM4.5 20c.8-4 3.8-6 7.500-6s6.700 2 7.500 6',
  incoming: 'M12 3v10m0 0l-4-4m4 4l4-4M4 15v5h16v-5',
  outgoing: 'M12 14V4m0 0L8 8m4-4l4 4M4 15v5h16v-5',
  circulation: 'M4 9a8 8 0 0114-3l2 2m0-4v4h-4M20 15a8 8 0 01-14 3l-2-2m0 4v-4h4',
  ledgers: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  log: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4M3 7h3M3 12h3M3 17h3',
  settings: 'M4 7h10m4 0h2M4 12h3m4 0h9M4 17h9m4 0h3M14 5v4M7 10v4M13 15v4',
  admin:
    'M9 5a3.500 3.500 0 110 7 3.500 3.500 0 010-7zM2.500 19c.600-3.500 3-5 6.500-5s5.900 1.500 6.500 5M16 5.500a3 3 0 010 6M17.500 14.300c2.300.600 3.600 2.200 4 4.700',
  audit: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 11.500l2.200 2.200L15.500 9.500',
  delegations: 'M4 8h12m0 0l-4-4m4 4l-4 4M20 16H8m0 0l4-4m-4 4l4 4',
  fonts: 'M5 20L11.500 4h1L19 20M8 14h8M3 20h4M17 20h4',
  seals:
    'M12 3a3.500 3.500 0 013.500 3.500c0 2.500-1.500 3-1.500 6.500h4v4H6v-4h4c0-3.500-1.500-4-1.500-6.500A3.500 3.500 0 0112 3zM6 20.500h12',
  certificates: 'M4 5h16v11H4zM7 9h7M7 12h4M16 12.500a2 2 0 110 .1M15 15v5l1.500-1.500L18 20v-5',
  verify: 'M5 3h10l4 4v14H5zM9 13l2.200 2.200L15.500 11',
  book: 'M5 4h12a2 2 0 012 2v14H7a2 2 0 01-2-2zM5 18a2 2 0 012-2h12M9 8h6',
  back: 'M14 5l-7 7 7 7',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
} as const;

/** Names of the drawn signs. */
export type IconName = keyof typeof SHAPES;

/** A sign beside its word; never alone, so it says nothing to a screen reader. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
