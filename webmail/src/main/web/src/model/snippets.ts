/** A piece of a text, and whether it is what was searched for. */
export interface Marked {
  text: string
  hit: boolean
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", nbsp: ' ' }

/** Reads a snippet (RFC 8621 §5): escaped text in which `<mark>` is the only tag. */
export function readSnippet(snippet: string): Marked[] {
  return snippet
    .split(/(<mark>.*?<\/mark>)/s)
    .filter(it => it !== '')
    .map(it => {
      const marked = /^<mark>(.*)<\/mark>$/s.exec(it)
      const text = (marked?.[1] ?? it).replace(/&(#39|\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
      return { text, hit: marked !== null }
    })
}
