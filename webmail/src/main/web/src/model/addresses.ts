import type { Address } from '../jmap/types.ts'

/** A recipient as somebody typed it. */
export interface Recipient extends Address {
  /** Whether it can be written to. */
  valid: boolean
}

/** Reads a list as people type or paste it: commas, semicolons, line ends; names with or without quotes. */
export function readRecipients(typed: string): Recipient[] {
  return split(typed).flatMap(part => {
    const text = part.trim()
    return text === '' ? [] : [readRecipient(text)]
  })
}

function readRecipient(text: string): Recipient {
  const angled = /^(.*)<([^<>]*)>\s*$/s.exec(text)
  const email = (angled?.[2] ?? text).trim().replace(/^mailto:/i, '')
  const name = (angled?.[1] ?? '').trim().replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1').trim()
  return { name: name || null, email, valid: isAddress(email) }
}

/** Cuts at separators that stand outside of quotes and angles. */
function split(typed: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  let angled = false
  for (let at = 0; at < typed.length; at++) {
    const c = typed.charAt(at)
    if (quoted && c === '\\') {
      part += c + typed.charAt(++at)
      continue
    }
    if (c === '"') quoted = !quoted
    if (!quoted && c === '<') angled = true
    if (!quoted && c === '>') angled = false
    if (!quoted && !angled && (c === ',' || c === ';' || c === '\n' || c === '\r')) {
      parts.push(part)
      part = ''
    } else {
      part += c
    }
  }
  parts.push(part)
  return parts
}

/** Whether mail can go there, as far as its look tells; the server knows better. */
export function isAddress(email: string): boolean {
  return /^(?:[^\s@"(),:;<>[\]\\]+|"[^"\r\n]+")@(?:[^\s@.,;<>()]+\.)*[^\s@.,;<>()]+$/u.test(email) && email.length <= 320
}

export function display(address: Address): string {
  return address.name?.trim() || address.email
}

/** As it stands in a field that people edit. */
export function write(address: Address): string {
  if (!address.name) return address.email
  const name = /[",;<>@()\\]/.test(address.name) ? `"${address.name.replace(/["\\]/g, '\\$&')}"` : address.name
  return `${name} <${address.email}>`
}

export const same = (a: Address, b: Address): boolean => a.email.toLowerCase() === b.email.toLowerCase()

/** One letter or two for a round picture, and one of some hues that stays with the address. */
export function initials(address: Address): string {
  const words = display(address).replace(/@.*/, '').split(/[\s._-]+/).filter(word => /^[\p{L}\p{N}]/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase() || '?'
}

export function hue(address: Address): number {
  let sum = 0
  for (const c of address.email.toLowerCase()) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) % 65_521
  return sum % 8
}
