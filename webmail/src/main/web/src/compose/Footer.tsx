import { type RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Writing } from '../model/writing.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import type { EditorHandle } from './Editor.tsx'
import { FormatBar } from './FormatBar.tsx'
import { SendLater } from './SendLater.tsx'
import { Templates } from './Templates.tsx'

/** Send, attach, format, throw away. */
export function Footer({ writing, editor, send, discard, attach }: {
  writing: Writing
  editor: RefObject<EditorHandle | null>
  send: (at?: Date) => Promise<void>
  discard: () => void
  attach: (files: Iterable<File>) => void
}) {
  const mail = useMail()
  const text = useText()
  const files = useRef<HTMLInputElement>(null)
  const [format, setFormat] = useState(false)
  const status = writing.status.value
  const { receipt } = writing.draft.value
  return (
    <>
      {format && <FormatBar editor={editor} />}
      <div class="composer-foot">
        <span class="send-buttons">
          <Button kind="primary" icon="send" disabled={!mail.sending.possible} onClick={() => void send()}>{text('action.send')}</Button>
          <SendLater send={at => void send(at)} disabled={!mail.sending.possible} />
        </span>
        <IconButton label={text('compose.attach')} icon="paperclip" onClick={() => files.current?.click()} />
        <input
          ref={files}
          type="file"
          multiple
          hidden
          onChange={event => {
            attach([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <IconButton label={text('format.title')} icon="palette" pressed={format} class={format ? 'on' : ''} onClick={() => setFormat(!format)} />
        <IconButton label={text('receipt.request')} icon="mail-check" pressed={Boolean(receipt)} class={receipt ? 'on' : ''} onClick={() => writing.change({ receipt: !receipt })} />
        <Templates writing={writing} editor={editor} />
        <span class="composer-status" role="status">
          {!mail.sending.possible ? text('compose.cannotSend') : status === 'saving' ? text('compose.saving') : status === 'saved' ? text('compose.saved') : status === 'failed' ? text('compose.notSaved') : ''}
        </span>
        <IconButton label={text('compose.discard')} icon="trash" onClick={discard} />
      </div>
    </>
  )
}
