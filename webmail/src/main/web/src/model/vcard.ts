import { type Card, EMPTY, type Filled, filled } from './cards.ts'

/** Reads cards of a file (RFC 6350, and its forerunners 2.1 and 3.0). What we do not show is left out. */
export function readVcards(text: string): Filled[] {
  const found: Filled[] = []
  let card: Filled | undefined
  for (const line of unfold(text)) {
    const { name, parameters, value } = readLine(line)
    if (name === 'BEGIN' && value.toUpperCase() === 'VCARD') card = { ...EMPTY, emails: [], phones: [] }
    else if (name === 'END' && value.toUpperCase() === 'VCARD') {
      if (card && (card.name || card.emails.length > 0)) found.push({ ...card, emails: card.emails.length > 0 ? card.emails : [''], phones: card.phones.length > 0 ? card.phones : [''] })
      card = undefined
    } else if (card) take(card, name, parameters, value)
  }
  return found
}

/** One card of version 4.0. */
export function writeVcard(card: Card): string {
  const form = filled(card)
  const line = (name: string, value: string) => (value.trim() ? [`${name}:${escaped(value)}`] : [])
  return [
    'BEGIN:VCARD', 'VERSION:4.0', `UID:${card.uid}`,
    `FN:${escaped(form.name || form.emails[0] || '?')}`,
    ...form.emails.flatMap(it => line('EMAIL', it)),
    ...form.phones.flatMap(it => line('TEL', it)),
    ...line('ORG', form.organization), ...line('TITLE', form.title),
    ...(form.address.trim() ? [`ADR:;;${escaped(form.address)};;;;`] : []),
    ...line('NOTE', form.note),
    ...(form.photo ? [`PHOTO:${form.photo}`] : []),
    ...(card.kind === 'group' ? ['KIND:group', ...Object.keys(card.members ?? {}).map(it => `MEMBER:${it}`)] : []),
    'END:VCARD', '',
  ].map(fold).join('\r\n')
}

function take(card: Filled, name: string, parameters: string, value: string): void {
  const text = () => decoded(parameters, value)
  if (name === 'FN') card.name = text()
  else if (name === 'N' && !card.name) card.name = fields(value).slice(0, 3).filter(Boolean).reverse().join(' ')
  else if (name === 'EMAIL') card.emails.push(text())
  else if (name === 'TEL') card.phones.push(text().replace(/^tel:/i, ''))
  else if (name === 'ORG') card.organization = fields(decoded(parameters, value, false)).filter(Boolean).join(', ')
  else if (name === 'TITLE') card.title = text()
  else if (name === 'NOTE') card.note = text()
  else if (name === 'ADR' && !card.address) card.address = fields(decoded(parameters, value, false)).filter(Boolean).join('\n')
  else if (name === 'PHOTO') card.photo = photo(parameters, value)
}

/** Version 3.0 says base64 in a parameter, 4.0 an address; one that leads elsewhere is not followed. */
function photo(parameters: string, value: string): string {
  if (/^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/i.test(value)) return value
  const type = /TYPE=(PNG|JPEG|JPG|GIF)/i.exec(parameters)?.[1]?.toLowerCase().replace('jpg', 'jpeg') ?? 'jpeg'
  const isBase64 = /ENCODING=(B|BASE64)/i.test(parameters) && /^[A-Za-z0-9+/=]+$/.test(value)
  return isBase64 ? `data:image/${type};base64,${value}` : ''
}

/** Version 2.1 wraps quoted-printable by a sign at the end of the line. */
const unfold = (text: string): string[] => text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '').replace(/=\n(?==|[^\n:;]*\n)/g, '').split('\n')

function readLine(line: string): { name: string; parameters: string; value: string } {
  const colon = /^(?:[^":]|"[^"]*")*/.exec(line)?.[0].length ?? line.length
  const [name = '', ...parameters] = line.slice(0, colon).split(';')
  return { name: name.replace(/^.*\./, '').toUpperCase(), parameters: parameters.join(';'), value: line.slice(colon + 1).trim() }
}

function decoded(parameters: string, value: string, whole = true): string {
  const octets = /QUOTED-PRINTABLE/i.test(parameters) ? quoted(value) : value
  return whole ? unescaped(octets) : octets
}

function quoted(value: string): string {
  const bytes = [...value.matchAll(/=([0-9A-F]{2})|([^])/gi)].flatMap(it => (it[1] ? [parseInt(it[1], 16)] : [...new TextEncoder().encode(it[2])]))
  return new TextDecoder().decode(new Uint8Array(bytes))
}

/** A value of several fields, cut at semicolons that mean it. */
const fields = (value: string): string[] => (value.match(/(?:\\.|[^;\\])*(?:;|$)/g) ?? []).map(it => unescaped(it.replace(/;$/, '')).trim())
const unescaped = (value: string): string => value.replace(/\\([nN,;:\\])/g, (_, c: string) => (c.toLowerCase() === 'n' ? '\n' : c)).trim()
const escaped = (value: string): string => value.trim().replace(/[\\,;]/g, '\\$&').replace(/\r?\n/g, '\\n')

function fold(line: string): string {
  let result = ''
  let length = 0
  for (const c of line) {
    const size = new TextEncoder().encode(c).length
    if (length + size > 74) {
      result += '\r\n '
      length = 1
    }
    result += c
    length += size
  }
  return result
}
