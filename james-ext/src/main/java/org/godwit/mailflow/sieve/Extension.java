package org.godwit.mailflow.sieve;

import java.util.Arrays;
import java.util.Optional;

/** What a script may require, and all that works here. */
enum Extension {
  FILEINTO("fileinto"), // 5228 §4.1
  REJECT("reject"), // 5429 §2.2
  EREJECT("ereject"), // 5429 §2.1
  ENVELOPE("envelope"), // 5228 §5.4
  ENCODED_CHARACTER("encoded-character"), // 5228 §2.4.2.4
  CASEMAP("comparator-i;ascii-casemap"), // 5228 §2.7.3
  OCTET("comparator-i;octet"), // 5228 §2.7.3
  NUMERIC("comparator-i;ascii-numeric"), // 4790 §9.1
  VARIABLES("variables"), // 5229
  VACATION("vacation"), // 5230
  RELATIONAL("relational"), // 5231
  IMAP4FLAGS("imap4flags"), // 5232
  SUBADDRESS("subaddress"), // 5233
  COPY("copy"), // 3894
  BODY("body"), // 5173
  DATE("date"), // 5260
  MAILBOX("mailbox"), // 5490 §3
  REGEX("regex"); // draft-ietf-sieve-regex

  private final String word;

  Extension(String word) {
    this.word = word;
  }

  /** As a script requires it and ManageSieve announces it. */
  String word() {
    return word;
  }

  static Optional<Extension> of(String word) {
    return Arrays.stream(values()).filter(extension -> extension.word.equals(word)).findFirst();
  }
}
