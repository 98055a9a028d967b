type Fields = Record<string, unknown>;

interface Node<T> {
  next: Map<string, Node<T>>;
  derived?: T;
}

/** Data that names its fields anew in every record must not fill the memory. */
const NODES_MAX = 20_000;

/**
 * What follows from the names of a record's fields and their order alone, derived once for each list of names: data has
 * few of them and many records. Cost: one comparison a field where the record before had the same names.
 */
export function createByNames<T>(derive: (names: readonly string[]) => T): (record: Fields) => T {
  let root: Node<T> = { next: new Map() };
  let nodes = 0;
  let names: readonly string[] = [];
  let derived = derive(names);

  function find(record: Fields): T {
    names = Object.keys(record);
    if (nodes > NODES_MAX) [root, nodes] = [{ next: new Map() }, 0];
    let node = root;
    for (const name of names) {
      let next = node.next.get(name);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(name, next);
        nodes += 1;
      }
      node = next;
    }
    node.derived ??= derive(names);
    derived = node.derived;
    return derived;
  }

  return (record) => {
    let at = 0;
    for (const name in record) {
      if (names[at] !== name) return find(record);
      at += 1;
    }
    return at === names.length ? derived : find(record);
  };
}
