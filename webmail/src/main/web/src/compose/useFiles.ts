import { type RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useLanguage, useText } from '../context/context.ts'
import type { Attachment } from '../model/drafts.ts'
import type { MadeLink } from '../model/fileLinks.ts'
import type { Writing } from '../model/writing.ts'
import type { EditorHandle } from './Editor.tsx'
import { linkHtml, linkLines } from './linkText.ts'

/** Files that are dropped or chosen: small ones go with the message, large ones as links in it. */
export function useFiles(writing: Writing, editor: RefObject<EditorHandle | null>) {
  const text = useText()
  const language = useLanguage()
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const about = (made: MadeLink) =>
    text('links.about', { size: language.size(made.size), date: language.span(new Date(made.expires), undefined, true) })
  const link = async (file: File) => {
    const made = await writing.link(file, location.origin)
    if (made) editor.current?.squire()?.insertHTML(linkHtml(made, about(made)))
  }
  /** A link ends at another time; the message says so, too. */
  const keepLink = async (made: MadeLink, days: number) => {
    const kept = await writing.keepLink(made, days)
    editor.current?.rewrite(root => {
      const small = linkLines(root, kept).at(-1)?.querySelector('small')
      if (small) small.textContent = about(kept)
    })
  }
  const endLink = async (made: MadeLink) => {
    editor.current?.rewrite(root => linkLines(root, made).forEach(it => it.remove()))
    await writing.unlink(made)
  }
  const attach = (files: Iterable<File>) => {
    for (const file of files) void (writing.isBetterLinked(file) ? link(file) : writing.attach(file))
  }
  /** What was attached goes as a link instead. */
  const linkInstead = (attachment: Attachment, file: File) => {
    writing.detach(attachment)
    void link(file)
  }
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  const dropping = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current++
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (hasFiles(event) && --depth.current <= 0) setOver(false)
    },
    onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      attach(event.dataTransfer?.files ?? [])
      editor.current?.focus()
    },
  }
  return { over, dropping, attach, linkInstead, keepLink, endLink }
}
