// The page brings its words, in the reader's language: elements with data-key inside an element with data-words.
export function wordsIn(root) {
  const found = new Map();
  for (const each of root?.querySelectorAll("[data-words] [data-key]") ?? []) found.set(each.dataset.key, each.textContent.trim());
  return (key, values = {}) => (found.get(key) ?? "").replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}
