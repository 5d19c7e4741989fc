import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import type { Attachment } from '../model/drafts.ts'
import type { FileLinks, MadeLink } from '../model/fileLinks.ts'
import type { Upload, Writing } from '../model/writing.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Files that go with the message, and those that are on their way. */
export function AttachmentList({ writing, linkInstead, keepLink, endLink }: {
  writing: Writing
  linkInstead: (attachment: Attachment, file: File) => void
  keepLink: (link: MadeLink, days: number) => Promise<void>
  endLink: (link: MadeLink) => Promise<void>
}) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const { attachments, html } = writing.draft.value
  const files = attachments.filter(it => !(it.cid && html.includes(`cid:${it.cid}`)))
  const links = writing.made.value.filter(it => html.includes(it.url))
  if (files.length + links.length + writing.uploads.value.length === 0) return null
  return (
    <ul class="composer-files" aria-label={text('compose.files')}>
      {files.map(file => {
        const original = writing.fileOf(file)
        return <li key={file.blobId}>
          <Icon name="paperclip" size={16} />
          <bdi>{file.name}</bdi>
          <small>{language.size(file.size)}</small>
          {original && <IconButton label={text('links.instead', { name: file.name })} icon="link" onClick={() => linkInstead(file, original)} />}
          <IconButton label={text('compose.remove', { name: file.name })} icon="x" onClick={() => writing.detach(file)} />
        </li>
      })}
      {links.map(link => (
        <li key={link.id}>
          <Icon name="link" size={16} />
          <bdi>{link.name}</bdi>
          <Lasting links={writing.links} link={link} keep={days => void mail.watch(keepLink(link, days))} />
          <IconButton label={text('links.end', { name: link.name })} icon="x" onClick={() => void mail.watch(endLink(link))} />
        </li>
      ))}
      {writing.uploads.value.map((going, index) => <Going key={`u${index}${going.name}`} going={going} />)}
    </ul>
  )
}

/** For how long a link leads to its file. */
function Lasting({ links, link, keep }: { links: FileLinks; link: MadeLink; keep: (days: number) => void }) {
  const text = useText()
  const language = useLanguage()
  const [days, setDays] = useState(links.limits.days)
  return (
    <select
      value={days}
      aria-label={text('links.lasts', { name: link.name })}
      onChange={event => {
        const chosen = Number(event.currentTarget.value)
        setDays(chosen)
        keep(chosen)
      }}
    >
      {links.days.map(it => <option key={it} value={it}>{language.days(it)}</option>)}
    </select>
  )
}

/** Why the server takes no file for a link. */
const PROBLEMS: Record<string, Key> = { tooLarge: 'links.tooLarge', overQuota: 'links.full' }

function Going({ going }: { going: Upload }) {
  const text = useText()
  const problem = going.problem.value
  return (
    <li class={problem ? 'bad' : ''}>
      <Icon name={problem ? 'circle-alert' : 'paperclip'} size={16} />
      <bdi>{going.name}</bdi>
      {problem ? <small role="alert">{problem in PROBLEMS ? text(PROBLEMS[problem] as Key) : problem}</small> : <progress value={going.part.value} max={1} aria-label={going.name} />}
      <IconButton label={text('compose.remove', { name: going.name })} icon="x" onClick={going.stop} />
    </li>
  )
}
