package org.godwit.mailview.clean;

import java.util.Locale;

/** What was taken out of a mail, in words that a client can show. */
public enum Removed {
  /** A script, or an attribute that would run one. */
  SCRIPTS,
  /** A form, or a field of one; its words stay. */
  FORMS,
  /** A page or a program inside: frames, objects. */
  FRAMES,
  /** A drawing in SVG, a formula in MathML. */
  DRAWINGS,
  /** A film or a sound. */
  MEDIA,
  /** A link to a script, or to an address that leads back to us. */
  LINKS,
  /** A style of somewhere else, or one that could reach beyond the mail. */
  STYLES,
  /** A base or refresh, which would lead elsewhere. */
  REDIRECTS;

  /** As it is called in JSON and in the page. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
