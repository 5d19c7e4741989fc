import type { MadeLink } from '../model/fileLinks.ts'
import { escape } from './begin.ts'

/** The lines of a link in a message that is written; none when it was taken out. */
export function linkLines(root: Element, link: MadeLink): Element[] {
  const first = [...root.querySelectorAll('a')].find(it => it.getAttribute('href') === link.url)?.closest('div')
  const second = first?.nextElementSibling
  return first && root.contains(first) && first !== root ? [first, ...(second?.querySelector('small') ? [second] : [])] : []
}

/** A link to a file as it stands in a message: name, and what one should know before following it. */
export function linkHtml(link: MadeLink, about: string): string {
  return `<div dir="auto"><a href="${escape(link.url)}"><b>${escape(link.name)}</b></a></div><div dir="auto"><small>${escape(about)}</small></div><div><br></div>`
}
