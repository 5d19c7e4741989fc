import type { MadeLink } from '../model/fileLinks.ts'
import { escape } from './begin.ts'

/** A link to a file as it stands in a message: name, and what one should know before following it. */
export function linkHtml(link: MadeLink, about: string): string {
  return `<div><a href="${escape(link.url)}"><b>${escape(link.name)}</b></a><br><small>${escape(about)}</small></div><div><br></div>`
}
