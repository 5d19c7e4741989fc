/** Letters that pass for others, as they look beside each other. */
const LOOKS: [RegExp, string][] = [
  [/[1l|ıІі]/g, 'i'], [/[0оο]/g, 'o'], [/rn/g, 'm'], [/vv/g, 'w'], [/[аα]/g, 'a'], [/[еε]/g, 'e'], [/с/g, 'c'], [/р/g, 'p'],
  [/х/g, 'x'], [/у/g, 'y'], [/5/g, 's'], [/-/g, ''],
]

/** An address that somebody may take for one of those that are known, without being it. */
export function lookalike(email: string, known: readonly string[]): string | undefined {
  const address = email.toLowerCase()
  if (known.some(it => it.toLowerCase() === address)) return undefined
  const [, domain = ''] = address.split('@')
  const domains = new Set(known.map(it => it.toLowerCase().split('@')[1] ?? ''))
  if (domains.has(domain)) return known.find(it => it.toLowerCase() !== address && look(it.toLowerCase()) === look(address))
  return known.find(it => look(it.toLowerCase().split('@')[1] ?? '') === look(domain))
}

function look(text: string): string {
  return LOOKS.reduce((result, [letters, as]) => result.replace(letters, as), text.normalize('NFKD').replace(/\p{M}/gu, ''))
}
