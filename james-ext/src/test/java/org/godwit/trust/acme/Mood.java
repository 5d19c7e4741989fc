package org.godwit.trust.acme;

/** What an authority does wrong. */
enum Mood {
  WELL(""),
  BUSY("HTTP 503"),
  NONCES_NEVER_FIT("nonce"),
  SILENT("took longer"),
  TRICKLING("took longer"),
  NEVER_READY("took longer"),
  HUGE("more than 524288 bytes"),
  ELSEWHERE("HTTP 302"),
  WITHOUT_TLS("has no TLS"),
  NO_JSON("cannot be read"),
  NO_CERTIFICATE("cannot be read"),
  OTHER_NAMES("names"),
  OTHER_KEY("another key"),
  ENDED("ends"),
  NOT_YET("begins"),
  SIGNED_BY_ITSELF("nobody vouches"),
  BROKEN_CHAIN("does not hold together"),
  FOR_MAIL_ONLY("not one for servers"),
  GIVES_UP("gives the order up"),
  OTHER_PROOFS("which we did not name"),
  TERMINAL_CODES("no [31m way"),
  LIMITED("had enough of us"),
  LIMITED_FOR_EVER("had enough of us");

  private final String words;

  Mood(String words) {
    this.words = words;
  }

  /** What the admin reads of it. */
  String words() {
    return words;
  }
}
