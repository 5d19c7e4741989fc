package org.godwit.store.submission;

import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** Which submission a mail belongs to, as an attribute that it keeps on all its ways. */
record SubmissionTag(long account, UUID submission) {

  private static final AttributeName NAME = AttributeName.of("org.godwit.submission");

  void on(Mail mail) {
    mail.setAttribute(new Attribute(NAME, AttributeValue.of(account + " " + submission)));
  }

  static Optional<SubmissionTag> of(Mail mail) {
    return mail.getAttribute(NAME)
        .flatMap(attribute -> attribute.getValue().valueAs(String.class))
        .map(text -> text.split(" ", 2))
        .map(parts -> new SubmissionTag(Long.parseLong(parts[0]), UUID.fromString(parts[1])));
  }
}
