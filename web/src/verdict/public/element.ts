/** Elements made by hand: text is text, never markup. */

type Child = Node | string | undefined | null | false | readonly Child[];

/** An element with attributes (`false` and undefined leave one out) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | boolean | number | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : String(value));
    }
  }
  put(made, children);
  return made;
}

function put(parent: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) {
      put(parent, child);
    } else if (child !== undefined && child !== null && child !== false) {
      parent.append(child as Node | string);
    }
  }
}
