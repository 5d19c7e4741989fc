import { useLanguage, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import type { Attachment } from '../model/drafts.ts'
import type { Upload, Writing } from '../model/writing.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Files that go with the message, and those that are on their way. */
export function AttachmentList({ writing, linkInstead }: { writing: Writing; linkInstead: (attachment: Attachment, file: File) => void }) {
  const text = useText()
  const language = useLanguage()
  const { attachments, html } = writing.draft.value
  const files = attachments.filter(it => !(it.cid && html.includes(`cid:${it.cid}`)))
  if (files.length + writing.uploads.value.length === 0) return null
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
      {writing.uploads.value.map((going, index) => <Going key={`u${index}${going.name}`} going={going} />)}
    </ul>
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
