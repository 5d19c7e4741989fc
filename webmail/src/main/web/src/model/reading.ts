import type { BodyPart, EmailFull } from '../jmap/types.ts'

/** The part that is shown: HTML when the message has it, else its texts. */
export function htmlPart(email: EmailFull): BodyPart | undefined {
  return email.htmlBody.find(it => it.type === 'text/html' && it.partId)
}

/** The text of a message that has no HTML, or whose HTML cannot be had now. */
export function plainText(email: EmailFull): string {
  return email.textBody
    .map(part => {
      const value = part.partId ? (email.bodyValues[part.partId]?.value ?? '') : ''
      return part.type === 'text/html' ? withoutTags(value) : value
    })
    .join('\n')
}

/** The words of HTML, for times when it cannot be shown as it is. It is only ever shown as text. */
function withoutTags(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/<(?:br|\/p|\/div|\/tr|\/h\d|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(nbsp|lt|gt|quot|#39|amp);/g, (_, name: string) => ({ nbsp: ' ', lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\s*\n){3,}/g, '\n\n')
    .trim()
}

/** Attachments that people mean: not the pictures that the HTML shows itself. */
export function realAttachments(email: EmailFull): BodyPart[] {
  const html = htmlPart(email) !== undefined
  return email.attachments.filter(it => it.blobId && !(html && it.cid && it.disposition !== 'attachment' && it.type.startsWith('image/')))
}

/** A piece of a plain text: words, an address of the web, or lines that are quoted. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
export type Block = { quote: boolean; lines: string[] }

/** Runs of quoted and own lines; what is quoted can be folded. */
export function blocks(text: string): Block[] {
  const found: Block[] = []
  for (const line of text.replace(/\r\n?/g, '\n').replace(/\s+$/, '').split('\n')) {
    const quote = /^\s?>/.test(line)
    const last = found.at(-1)
    if (last && last.quote === quote) last.lines.push(line)
    else found.push({ quote, lines: [line] })
  }
  return found
}

const LINK = /\b(https?:\/\/[^\s<>"']+|www\.[^\s<>"']+\.[^\s<>"']+|mailto:[^\s<>"']+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/giu

/** Finds what can be followed. Only addresses of the web and of mail become links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0])
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) })
    const href = /^(https?:|mailto:)/i.test(link) ? link : link.includes('@') ? `mailto:${link}` : `http://${link}`
    found.push({ kind: 'link', text: link, href })
    end = match.index + link.length
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) })
  return found
}

/** A full stop behind an address ends the sentence; so does a bracket that was opened before it. */
function trimmed(link: string): string {
  let result = link.replace(/[.,;:!?'"]+$/, '')
  while (result.endsWith(')') && count(result, ')') > count(result, '(')) result = result.slice(0, -1).replace(/[.,;:!?]+$/, '')
  return result
}

const count = (text: string, character: string): number => text.split(character).length - 1

/** One click ends a list's mail where the sender promises that it does (RFC 8058). */
export function unsubscribe(email: EmailFull): { oneClick: boolean; url: string } | undefined {
  const urls = email['header:List-Unsubscribe:asURLs'] ?? []
  const web = urls.find(it => it.startsWith('https:'))
  const mail = urls.find(it => it.startsWith('mailto:'))
  const oneClick = /List-Unsubscribe=One-Click/i.test(email['header:List-Unsubscribe-Post:asText'] ?? '')
  const url = (oneClick ? web : undefined) ?? mail ?? web
  return url ? { oneClick: oneClick && url === web, url } : undefined
}
