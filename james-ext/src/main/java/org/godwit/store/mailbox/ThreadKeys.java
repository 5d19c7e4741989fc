package org.godwit.store.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.james.mailbox.store.mail.model.MimeMessageId;
import org.apache.james.mailbox.store.mail.model.Subject;
import org.apache.james.mailbox.store.search.SearchUtil;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
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

  private static final int MOST_READ = 1_000;
  private static final Pattern ID = Pattern.compile("<[^<>\\s]+>");
  private static final Pattern BARE_ID = Pattern.compile("[^\\s,]+");

  /** Reads the fields; References holds many ids (RFC 5322 §3.6.4), the last are the nearest. */
  static ThreadKeys of(HeaderFields header) {
    Set<String> ids = new LinkedHashSet<>(ids(header, "message-id"));
    ids.addAll(ids(header, "in-reply-to"));
    List<String> references = ids(header, "references");
    ids.addAll(references.subList(Math.max(0, references.size() - MOST), references.size()));
    String subject =
        DecoderUtil.decodeEncodedWords(header.first("subject").orElse(""), DecodeMonitor.SILENT);
    return of(ids, SearchUtil.getBaseSubject(subject));
  }

  private static List<String> ids(HeaderFields header, String name) {
    String text = String.join(" ", header.values(name));
    Pattern one = text.indexOf('<') >= 0 ? ID : BARE_ID; // some programs forget the brackets
    return one.matcher(text).results().map(MatchResult::group).limit(MOST_READ).toList();
  }

  static ThreadKeys of(
      Optional<MimeMessageId> own,
      Optional<MimeMessageId> inReplyTo,
      Optional<List<MimeMessageId>> references,
      Optional<Subject> subject) {
    Set<String> ids = new LinkedHashSet<>();
    own.ifPresent(id -> ids.add(id.getValue()));
    inReplyTo.ifPresent(id -> ids.add(id.getValue()));
    List<MimeMessageId> all = references.orElse(List.of());
    all.subList(Math.max(0, all.size() - MOST), all.size()).forEach(id -> ids.add(id.getValue()));
    String base = subject.map(text -> SearchUtil.getBaseSubject(text.getValue())).orElse("");
    return of(ids, base);
  }

  private static ThreadKeys of(Set<String> ids, String baseSubject) {
    return new ThreadKeys(hashes(ids), hash(baseSubject.toLowerCase(Locale.ROOT)));
  }

  private static List<Long> hashes(Collection<String> ids) {
    List<Long> hashes = new ArrayList<>();
    for (String id : ids) {
      String bare = id.strip();
      if (!bare.isEmpty()) {
        hashes.add(hash(bare));
      }
    }
    return hashes;
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
