import { useEffect, useRef, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { BodyPart, EmailFull } from '../jmap/types.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useFittingHeight } from './useFittingHeight.ts'

/**
 * HTML of a message, as a page of its own that the server has cleaned and whose policy allows no
 * script. Only its height is read from here, and keys pressed in it are passed on.
 */
export function BodyFrame({ email, part }: { email: EmailFull; part: BodyPart }) {
  const { mail, preferences } = useSurroundings()
  const text = useText()
  const frame = useRef<HTMLIFrameElement>(null)
  const sender = email.from?.[0]?.email.toLowerCase() ?? ''
  const [images, setImages] = useState(preferences.get('images') === 'always' || preferences.trusted.has(sender))
  const { height, blocked, measure } = useFittingHeight(frame)
  const url = `/mail-body/${mail.client.accountId}/${email.id}/${part.partId}?images=${images ? 'proxy' : 'none'}`

  useEffect(() => measure(undefined), [url])
  return (
    <>
      {blocked && !images && (
        <div class="images-bar" role="note">
          <Icon name="eye-off" size={18} />
          <span>{text('read.imagesHidden')}</span>
          <Button kind="quiet" onClick={() => setImages(true)}>{text('read.showOnce')}</Button>
          {sender && (
            <Button
              kind="quiet"
              onClick={() => {
                preferences.trust(sender)
                setImages(true)
              }}
            >
              {text('read.showAlways')}
            </Button>
          )}
        </div>
      )}
      <iframe
        ref={frame}
        class="body-frame"
        title={text('read.body')}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        src={url}
        height={height}
        onLoad={() => measure(frame.current?.contentDocument ?? undefined)}
      />
    </>
  )
}
