/** A map laid over another one, seen as one: a page's resources over the document's, without copying these per page. */
export function layered<K, V>(over: ReadonlyMap<K, V>, under: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return over.size === 0 ? under : under.size === 0 ? over : new LayeredMap(over, under);
}

class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  private readonly over: ReadonlyMap<K, V>;
  private readonly under: ReadonlyMap<K, V>;

  constructor(over: ReadonlyMap<K, V>, under: ReadonlyMap<K, V>) {
    this.over = over;
    this.under = under;
  }

  get(key: K): V | undefined {
    return this.over.has(key) ? this.over.get(key) : this.under.get(key);
  }

  has(key: K): boolean {
    return this.over.has(key) || this.under.has(key);
  }

  get size(): number {
    let size = this.under.size;
    for (const key of this.over.keys()) {
      size += this.under.has(key) ? 0 : 1;
    }
    return size;
  }

  /** Those below first, each with the value that counts. */
  *entries(): MapIterator<[K, V]> {
    for (const [key, value] of this.under) {
      yield [key, this.over.has(key) ? this.over.get(key)! : value];
    }
    for (const [key, value] of this.over) {
      if (!this.under.has(key)) {
        yield [key, value];
      }
    }
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) {
      yield key;
    }
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) {
      yield value;
    }
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(take: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) {
      take(value, key, this);
    }
  }
}
