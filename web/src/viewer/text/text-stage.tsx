import { type PointerEvent, type ReactNode, type RefObject, useRef } from 'react';
import type { PageSource } from '../page-source.ts';
import { joinParts, type RunPart, selectedParts } from './copied-text.ts';
import { caretAt, type TextPage } from './place-caret.ts';

/** The part that scrolls sideways; here text is selected and copied. */
export function TextStage({
  stage,
  label,
  source,
  textPages,
  children,
}: {
  stage: RefObject<HTMLElement | null>;
  label: string;
  source: PageSource;
  textPages: Map<number, TextPage>;
  children: ReactNode;
}) {
  const start = useRef<{ node: Text; offset: number } | null>(null);
  // The text of all pages once everything was selected: pages that do not exist in the document have no selection.
  const whole = useRef<string | null>(null);
  const selectAll = async () => {
    const texts = [...textPages].sort(([a], [b]) => a - b).map(([, { layer }]) => layer);
    const [first] = texts;
    const last = texts[texts.length - 1];
    if (first && last) {
      getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
    }
    whole.current = null;
    whole.current = await wholeText(source).catch(() => null);
  };
  const begin = (event: PointerEvent<HTMLElement>) => {
    // A second press chooses a word, which the browser does itself; a finger selects by a long press.
    const onText = (event.target as Element).closest('.page-text') !== null;
    whole.current = null;
    if (event.pointerType !== 'mouse' || event.button !== 0 || !onText) {
      return;
    }
    start.current = event.shiftKey
      ? anchorOf(getSelection())
      : caretAt(textPages.values(), event.clientX, event.clientY);
    extend(event);
  };
  const extend = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    const to = from && caretAt(textPages.values(), event.clientX, event.clientY);
    if (from?.node.isConnected && to) {
      getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    }
  };
  return (
    <section
      className="viewer-stage"
      ref={stage}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a' && source.hasText) {
          event.preventDefault();
          selectAll();
        }
      }}
      onPointerDown={begin}
      onPointerMove={extend}
      onPointerUp={() => {
        start.current = null;
      }}
      onMouseDown={(event) => {
        if (start.current !== null && event.detail < 2) {
          event.preventDefault();
          event.currentTarget.focus({ preventScroll: true });
        }
      }}
      onCopy={(event) => {
        const selection = getSelection();
        const text = whole.current ?? (selection ? joinParts(selectedParts(selection, textPages)) : '');
        if (text !== '') {
          event.preventDefault();
          event.clipboardData.setData('text/plain', text);
        }
      }}
    >
      {children}
    </section>
  );
}

function anchorOf(selection: Selection | null): { node: Text; offset: number } | null {
  return selection?.anchorNode instanceof Text
    ? { node: selection.anchorNode, offset: selection.anchorOffset }
    : null;
}

/** All pages' text as it is read. */
async function wholeText(source: PageSource): Promise<string> {
  const { signal } = new AbortController();
  const parts: RunPart[] = [];
  for (let page = 0; page < source.sizes().length; page += 1) {
    for (const run of await source.runs(page, signal)) {
      parts.push({ page, run, from: 0, to: run.text.length });
    }
  }
  return joinParts(parts);
}
