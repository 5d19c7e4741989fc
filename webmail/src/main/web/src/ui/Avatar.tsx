/** A round picture of letters; decoration beside a name, so the letters are no text of the page. */
export function Avatar({ letters, hue, size = 'normal' }: { letters: string; hue: number; size?: 'normal' | 'small' | 'large' }) {
  return (
    <span class={`avatar hue-${hue} ${size}`} data-letters={letters} aria-hidden="true" />
  )
}
