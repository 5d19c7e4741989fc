package org.godwit.store.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mailbox.store.mail.model.MimeMessageId;
import org.apache.james.mailbox.store.mail.model.Subject;
import org.apache.james.mailbox.store.search.SearchUtil;
import org.godwit.store.message.HeaderFields;

/**
 * What tells a message's thread: the message ids it mentions (RFC 5322 §3.6.4), and its subject
 * without "Re:" and the like (RFC 5256 §2.1), both as hashes.
 */
record ThreadKeys(List<Long> references, long subject) {

  /** Belongs to no thread but its own. */
  static final ThreadKeys NONE = new ThreadKeys(List.of(), 0);

  /** A stranger may write any number of references; the nearest count. */
  private static final int MOST = 32;

  private static final Pattern ID = Pattern.compile("<([^<>\\s]+)>");

  static ThreadKeys of(HeaderFields header) {
    List<String> values = new ArrayList<>();
    header.first("Message-ID").ifPresent(values::add);
    header.first("In-Reply-To").ifPresent(values::add);
    header.all().stream()
        .filter(field -> field.name().equalsIgnoreCase("References"))
        .forEach(field -> values.add(field.value()));
    return of(values, header.first("Subject").orElse(""));
  }

  static ThreadKeys of(
      Optional<MimeMessageId> own,
      Optional<MimeMessageId> inReplyTo,
      Optional<List<MimeMessageId>> references,
      Optional<Subject> subject) {
    List<String> values = new ArrayList<>();
    own.ifPresent(id -> values.add(id.getValue()));
    inReplyTo.ifPresent(id -> values.add(id.getValue()));
    references.orElse(List.of()).forEach(id -> values.add(id.getValue()));
    return of(values, subject.map(Subject::getValue).orElse(""));
  }

  private static ThreadKeys of(List<String> values, String subject) {
    Set<String> ids = new LinkedHashSet<>();
    values.forEach(value -> ids.addAll(ids(value)));
    List<String> all = List.copyOf(ids);
    List<Long> hashes = new ArrayList<>();
    for (String id : all.subList(Math.max(0, all.size() - MOST), all.size())) {
      hashes.add(hash(id));
    }
    return new ThreadKeys(
        hashes, hash(SearchUtil.getBaseSubject(subject).toLowerCase(Locale.ROOT)));
  }

  /** The ids in a field: in angle brackets, or, where a program forgot those, its words. */
  private static List<String> ids(String value) {
    List<String> ids = new ArrayList<>();
    Matcher found = ID.matcher(value);
    while (found.find()) {
      ids.add(found.group(1));
    }
    if (ids.isEmpty()) {
      for (String word : value.strip().split("\\s+", MOST + 1)) {
        if (!word.isEmpty()) {
          ids.add(word);
        }
      }
    }
    return ids;
  }

  private static long hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
