import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { BodyPart, EmailFull } from '../jmap/types.ts'
import { calendarPart } from '../model/invitation.ts'
import { realAttachments } from '../model/reading.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Pictures that browsers show and that run nothing; SVG is none of them. */
const SHOWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/

/** The files that came with a message: pictures to look at, others to open or to keep. */
export function Attachments({ email }: { email: EmailFull }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [looking, setLooking] = useState<BodyPart>()
  const invitation = calendarPart(email)
  const files = realAttachments(email).filter(it => it.name || it !== invitation) // which is shown above
  const nameOf = (file: BodyPart) => file.name?.trim() || text('read.unnamed')
  const url = (file: BodyPart) => mail.client.downloadUrl(file.blobId ?? '', nameOf(file), file.type)
  const look = (file: BodyPart) => (SHOWN.test(file.type) ? setLooking(file) : void mail.watch(openPdf(url(file))))
  if (files.length === 0) return null
  return (
    <section class="attachments" aria-label={text('read.attachments', { count: files.length })}>
      <h3>
        {text('read.attachments', { count: files.length })}
        {files.length > 1 && <button type="button" class="text-button" onClick={() => void mail.watch(saveAll(files.map(file => ({ name: nameOf(file), url: url(file) })), email.subject?.trim() || text('read.unnamed')))}>{text('action.downloadAll')}</button>}
      </h3>
      <ul>
        {files.map(file => {
          const picture = SHOWN.test(file.type)
          const viewable = picture || file.type === 'application/pdf'
          return (
            <li key={file.blobId} class={`attachment ${picture ? 'picture' : ''}`}>
              {viewable ? (
                <button type="button" class="attachment-look" aria-label={text('read.preview', { name: nameOf(file) })} title={text('read.preview', { name: nameOf(file) })} onClick={() => look(file)}>
                  {picture ? <img src={url(file)} alt="" loading="lazy" /> : <span class="attachment-icon"><Icon name={icon(file)} size={22} /></span>}
                </button>
              ) : (
                <span class="attachment-icon"><Icon name={icon(file)} size={22} /></span>
              )}
              <span class="attachment-name" title={nameOf(file)}><bdi>{nameOf(file)}</bdi></span>
              <span class="attachment-size">{language.size(file.size)}</span>
              <a class="icon-button" href={url(file)} download={nameOf(file)} aria-label={`${text('action.download')} ${nameOf(file)}`} title={text('action.download')}><Icon name="download" size={18} /></a>
            </li>
          )
        })}
      </ul>
      {looking && (
        <Dialog title={nameOf(looking)} close={() => setLooking(undefined)} closeLabel={text('action.close')} wide>
          <img class="picture-large" src={url(looking)} alt={nameOf(looking)} />
        </Dialog>
      )}
    </section>
  )
}

/** By the browser's own reader, in a tab of its own; as a PDF whatever it is. */
async function openPdf(url: string): Promise<void> {
  const tab = window.open('', '_blank')
  const bytes = await (await fetch(url)).arrayBuffer()
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
  if (tab) tab.location.href = address
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** All of them as one archive. */
async function saveAll(files: readonly { name: string; url: string }[], name: string): Promise<void> {
  const [{ zip }, ...entries] = await Promise.all([
    import('../model/zip.ts'),
    ...files.map(async it => ({ name: it.name, bytes: new Uint8Array(await (await fetched(it.url)).arrayBuffer()) })),
  ])
  const address = URL.createObjectURL(zip(entries, new Date()))
  save(address, `${name.slice(0, 80)}.zip`)
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** An archive has the files themselves, and never what was said instead of one. */
async function fetched(url: string): Promise<Response> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  return answer
}

function save(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

function icon(file: BodyPart): string {
  if (file.type.startsWith('image/')) return 'file-image'
  if (/zip|compressed|tar/.test(file.type)) return 'file-archive'
  if (file.type === 'text/calendar') return 'calendar'
  return 'file-text'
}
