import { useEffect, useRef, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { Offline } from '../jmap/problems.ts'
import { doubts, recipients } from '../model/drafts.ts'
import { lookalike } from '../model/lookalikes.ts'
import type { Writing } from '../model/writing.ts'
import { isAddress } from '../model/addresses.ts'
import { IconButton } from '../ui/Button.tsx'
import { AttachmentList } from './AttachmentList.tsx'
import { Editor, type EditorHandle } from './Editor.tsx'
import { Fields } from './Fields.tsx'
import { Footer } from './Footer.tsx'
import { useFiles } from './useFiles.ts'

type Size = 'docked' | 'full' | 'folded'

/** The composer with its title bar; it can be folded, docked or fill the page. */
export function Window({ writing, close, answering }: { writing: Writing; close: () => void; answering: boolean }) {
  const { mail, compose, language } = useSurroundings()
  const text = useText()
  const [size, setSize] = useState<Size>('docked')
  const [asked, setAsked] = useState('')
  const [sending, setSending] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const { over, dropping, attach, ...linking } = useFiles(writing, editor)
  const { subject } = writing.draft.value
  const title = subject.trim() || text('action.compose')

  useEffect(() => {
    const keep = () => void writing.save()
    document.addEventListener('visibilitychange', keep)
    return () => {
      document.removeEventListener('visibilitychange', keep)
      keep()
      writing.end()
    }
  }, [writing])

  const leave = async () => {
    close()
    await writing.save()
  }
  const send = async (at?: Date) => {
    const draft = writing.draft.peek()
    const people = recipients(draft)
    const bad = people.find(it => !isAddress(it.email))
    if (people.length === 0 || bad) {
      setAsked(bad ? text('compose.badAddress', { address: bad.email }) : text('compose.noRecipient'))
      return
    }
    if (writing.uploads.peek().length > 0) return setAsked(text('compose.uploading'))
    const [doubt] = doubts(draft, editor.current?.own() ?? '', new RegExp(text('compose.attachmentWords'), 'i'))
    const known = [...[...mail.contacts.suggest(''), ...mail.store.people('')].map(it => it.email), mail.client.session.username]
    const [other, like] = people.map(it => [it.email, lookalike(it.email, known.filter(one => one !== it.email))] as const).find(it => it[1]) ?? []
    const strange = other && like ? text('compose.lookalike', { address: other, known: like }) : undefined
    const question = strange ?? (doubt && text(doubt === 'subject' ? 'compose.noSubject' : 'compose.noAttachment'))
    if (question && asked !== question) return setAsked(question)
    setAsked('')
    setSending(true)
    await mail.watch(
      writing.send(at).then(
        sent => {
          const undo = sent && (() => void mail.watch(
            sent.undo().then(back => (back ? compose({ kind: 'draft', email: sent.email }) : mail.notices.complain('compose.tooLate'))),
          ))
          if (at) mail.notices.say('compose.scheduled', { date: language.medium(at) }, undo)
          else mail.notices.say('compose.sent', {}, undo)
          close()
        },
        async (problem: unknown) => {
          setSending(false) // what was written is here again, and can be sent again
          if (problem instanceof Offline) setAsked(text('compose.notSent'))
          void writing.save()
          throw problem
        },
      ),
    )
  }
  const discard = () => {
    close()
    mail.notices.say('compose.discarded')
    void mail.watch(writing.discard())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape') void leave()
  }
  return (
    <section class={`composer ${size}`} role="dialog" aria-label={title} hidden={sending} onKeyDown={onKeyDown} {...dropping}>
      <div class="composer-head">
        <h2 dir="auto">{title}</h2>
        <IconButton label={text('compose.fold')} icon="minus" onClick={() => setSize(size === 'folded' ? 'docked' : 'folded')} />
        <IconButton class="wide-only" label={text(size === 'full' ? 'compose.dock' : 'compose.full')} icon={size === 'full' ? 'minimize-2' : 'maximize-2'} onClick={() => setSize(size === 'full' ? 'docked' : 'full')} />
        <IconButton label={text('compose.close')} icon="x" onClick={() => void leave()} />
      </div>
      <div class="composer-body">
        <Fields writing={writing} focus={!answering || recipients(writing.draft.peek()).length === 0} editor={editor} />
        <Editor ref={editor} writing={writing} focus={answering && recipients(writing.draft.peek()).length > 0} />
        <AttachmentList writing={writing} {...linking} />
        {writing.elsewhere.value && <p class="composer-told" role="status">{text('compose.elsewhere')}</p>}
        {asked && <p class="composer-asked" role="alert">{asked}</p>}
        <Footer writing={writing} editor={editor} send={send} discard={discard} attach={attach} />
      </div>
      {over && <div class="drop-here">{text('compose.drop')}</div>}
    </section>
  )
}
