package org.godwit.trust.dkim;

import java.security.PublicKey;
import java.util.Locale;

/** What DNS says of a key (6376 §3.6.1). */
record KeyRecord(TagList tags) {
  private static final int LONGEST = 4096; // a key of 4096 bits has 736 characters

  static KeyRecord parse(String text) throws DkimProblem {
    if (text.length() > LONGEST) {
      throw DkimProblem.permanent("the key record is too long");
    }
    KeyRecord record = new KeyRecord(TagList.parse(text));
    if (!record.tags.get("v").orElse("DKIM1").equals("DKIM1")) {
      throw DkimProblem.permanent("the key record has a version that is not known");
    }
    return record;
  }

  /** The key, when it is one for this signature. */
  PublicKey key(DkimSignature signature) throws DkimProblem {
    if (!tags.get("k").orElse("rsa").toLowerCase(Locale.ROOT).equals(signature.algorithm().tag())) {
      throw DkimProblem.permanent("the key is of another kind");
    }
    if (tags.get("h").isPresent() && !tags.words("h", "").contains("sha256")) {
      throw DkimProblem.permanent("the key is not for this hash");
    }
    if (tags.words("s", "*").stream().noneMatch(use -> use.equals("*") || use.equals("email"))) {
      throw DkimProblem.permanent("the key is not for mail");
    }
    if (tags.words("t", "").contains("s") && !signature.identity().equals(signature.domain())) {
      throw DkimProblem.permanent("the key is not for subdomains");
    }
    if (tags.get("p").filter(String::isEmpty).isPresent()) {
      throw DkimProblem.permanent("the key was revoked");
    }
    return signature.algorithm().read(tags.bytes("p"));
  }
}
