import { useLanguage, useMail, useText } from '../context/context.ts'
import type { BodyPart, EmailFull } from '../jmap/types.ts'
import { realAttachments } from '../model/reading.ts'
import { Icon } from '../ui/Icon.tsx'

/** The files that came with a message. */
export function Attachments({ email }: { email: EmailFull }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const files = realAttachments(email)
  return (
    <section class="attachments" aria-label={text('read.attachments', { count: files.length })}>
      <h3>{text('read.attachments', { count: files.length })}</h3>
      <ul>
        {files.map(file => {
          const name = file.name?.trim() || text('read.unnamed')
          const url = mail.client.downloadUrl(file.blobId ?? '', name, file.type)
          return (
            <li key={file.blobId}>
              <a class="attachment" href={url} download={name}>
                <span class="attachment-icon"><Icon name={icon(file)} size={22} /></span>
                <span class="attachment-name"><bdi>{name}</bdi></span>
                <span class="attachment-size">{language.size(file.size)}</span>
                <Icon name="download" size={18} />
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function icon(file: BodyPart): string {
  if (file.type.startsWith('image/')) return 'file-image'
  if (/zip|compressed|tar/.test(file.type)) return 'file-archive'
  return 'file-text'
}
