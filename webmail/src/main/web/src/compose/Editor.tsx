import { forwardRef, useImperativeHandle } from 'preact/compat'
import { useEffect, useRef } from 'preact/hooks'
import Squire from 'squire-rte'
import { useMail, useText } from '../context/context.ts'
import type { Writing } from '../model/writing.ts'
import { toPlain } from './plain.ts'
import { clean, outgoing } from './sanitize.ts'

/** What the other parts of the composer can do to the text. */
export interface EditorHandle {
  focus(): void
  /** What one has written oneself, without what is quoted. */
  own(): string
  squire(): Squire | undefined
  /** Changes what is there by something else than the keyboard. */
  rewrite(change: (root: Element) => void): void
}

/** The text of a message. Pictures are shown by address and sent by content id. */
export const Editor = forwardRef<EditorHandle, { writing: Writing; focus: boolean }>(function Editor({ writing, focus }, handle) {
  const mail = useMail()
  const text = useText()
  const root = useRef<HTMLDivElement>(null)
  const squire = useRef<Squire>(undefined)

  useEffect(() => {
    const element = root.current as HTMLDivElement
    const editor = new Squire(element, {
      sanitizeToDOMFragment: clean,
      blockTag: 'DIV',
      tagAttributes: { blockquote: { type: 'cite' }, a: { rel: 'noopener noreferrer' } },
      addLinks: true,
    })
    squire.current = editor
    editor.setHTML(shown(writing, (blobId, name, type) => mail.client.downloadUrl(blobId, name, type)))
    editor.moveCursorToStart()
    editor.addEventListener('input', () => told(editor))
    editor.addEventListener('pasteImage', ((event: CustomEvent<{ clipboardData: DataTransfer }>) => {
      for (const file of event.detail.clipboardData.files) if (file.type.startsWith('image/')) void insertPicture(editor, writing, file)
    }) as (event: Event) => void)
    if (focus) editor.focus()
    return () => editor.destroy()
  }, [writing])

  const told = (editor: Squire) => {
    const root = editor.getRoot()
    writing.change({ html: outgoing(root, cid => writing.draft.peek().attachments.some(it => it.cid === cid)), text: toPlain(root) })
  }

  const insertPicture = async (editor: Squire, into: Writing, file: File) => {
    const cid = `${crypto.randomUUID()}@godwit`
    const attachment = await into.attach(file, cid)
    if (!attachment) return
    const url = mail.client.downloadUrl(attachment.blobId, attachment.name, attachment.type)
    editor.insertImage(url, { alt: attachment.name, 'data-cid': cid })
  }

  useImperativeHandle(handle, () => ({
    focus: () => squire.current?.focus(),
    own: () => {
      const copy = root.current?.cloneNode(true) as HTMLElement | undefined
      copy?.querySelectorAll('blockquote').forEach(it => it.remove())
      return copy?.textContent ?? ''
    },
    squire: () => squire.current,
    rewrite: change => {
      if (!squire.current) return
      squire.current.saveUndoState()
      change(squire.current.getRoot())
      told(squire.current)
    },
  }))
  return <div ref={root} class="editor" role="textbox" aria-multiline="true" aria-label={text('compose.text')} dir="auto" spellcheck />
})

/** Pictures of the message by the address where we can see them. */
function shown(writing: Writing, url: (blobId: string, name: string, type: string) => string): string {
  const { html, attachments } = writing.draft.peek()
  return html.replace(/src="cid:([^"]+)"/g, (whole, cid: string) => {
    const found = attachments.find(it => it.cid === cid)
    return found ? `src="${url(found.blobId, found.name, found.type)}" data-cid="${cid}"` : whole
  })
}
