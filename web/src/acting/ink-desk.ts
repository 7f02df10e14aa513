import { useState } from 'react';
import type { Ink } from '../api/index.ts';

/** Where handwriting for the act in hand is made: on the page itself, on the pad, or nowhere at the moment. */
export type InkDesk = {
  ink: Ink | null;
  mode: 'off' | 'page' | 'pad';
  page: number;
  place: { xMm: number; yMm: number };
  setInk: (ink: Ink | null) => void;
  setMode: (mode: 'off' | 'page' | 'pad') => void;
  setPlace: (page: number, xMm: number, yMm: number) => void;
};

/** The blank head of the first page, where leaders write by habit. */
const HABITUAL = { page: 1, xMm: 110, yMm: 6 };

/** State shared by the page (where ink is seen) and the form (where it is asked for). */
export function useInkDesk(): InkDesk {
  const [ink, setInk] = useState<Ink | null>(null);
  const [mode, setMode] = useState<InkDesk['mode']>('off');
  const [place, setPlace] = useState(HABITUAL);
  return {
    ink,
    mode,
    page: place.page,
    place,
    setInk,
    setMode,
    setPlace: (page, xMm, yMm) => setPlace({ page, xMm, yMm }),
  };
}
