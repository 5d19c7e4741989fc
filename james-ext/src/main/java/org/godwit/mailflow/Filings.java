package org.godwit.mailflow;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.StorageDirective;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where in somebody's mailboxes a mail goes, when a script has said it: one place or several (RFC
 * 5228 §4.1, RFC 3894). James's StorageDirective, which holds one, is honoured where there is no
 * filing.
 */
public final class Filings {

  private static final String PREFIX = "org.godwit.filing.";
  private static final AttributeName JUNK = AttributeName.of("org.godwit.junk");
  private static final String JUNK_FOLDER = "Junk";
  private static final Logger LOG = LoggerFactory.getLogger(Filings.class);
  private static final Username ANYBODY = Username.of("anybody");
  private static final char SEPARATOR = '\n';

  /**
   * One place.
   *
   * @param folder with {@code /} between names
   */
  public record Filing(String folder, Flags flags) {}

  private Filings() {}

  private static AttributeName name(Username owner) {
    return AttributeName.of(PREFIX + owner.asString());
  }

  /** Adds a place. Adding the first one replaces the inbox. */
  public static void add(Mail mail, Username owner, Filing filing) {
    List<AttributeValue<?>> all = new ArrayList<>();
    for (String text : texts(mail, owner)) {
      all.add(AttributeValue.of(text));
    }
    String flags = String.join(" ", names(filing.flags()));
    all.add(AttributeValue.of(filing.folder() + SEPARATOR + flags));
    mail.setAttribute(
        new Attribute(name(owner), AttributeValue.of((Collection<AttributeValue<?>>) all)));
  }

  /** Keeps a mail out of all inboxes: what would go there is filed with what nobody asked for. */
  public static void junk(Mail mail) {
    mail.setAttribute(new Attribute(JUNK, AttributeValue.of(true)));
  }

  /** The places for an owner; at least one. */
  static List<Filing> of(Mail mail, Username owner) {
    List<Filing> wanted = wanted(mail, owner);
    return mail.getAttribute(JUNK).isEmpty()
        ? wanted
        : wanted.stream()
            .map(
                filing ->
                    filing.folder().equalsIgnoreCase(MailboxConstants.INBOX)
                        ? new Filing(JUNK_FOLDER, filing.flags())
                        : filing)
            .toList();
  }

  private static List<Filing> wanted(Mail mail, Username owner) {
    List<Filing> filings = texts(mail, owner).stream().map(Filings::parse).distinct().toList();
    if (!filings.isEmpty()) {
      return filings;
    }
    StorageDirective directive =
        StorageDirective.fromMail(owner, mail).withDefaultFolder(MailboxConstants.INBOX);
    return List.of(
        new Filing(
            directive.getTargetFolder().orElse(MailboxConstants.INBOX),
            directive.getFlags().orElseGet(Flags::new)));
  }

  private static List<String> texts(Mail mail, Username owner) {
    List<String> texts = new ArrayList<>();
    mail.getAttribute(name(owner))
        .map(attribute -> attribute.getValue().value())
        .filter(Collection.class::isInstance)
        .map(Collection.class::cast)
        .ifPresent(values -> addTexts(values, texts));
    return texts;
  }

  private static void addTexts(Collection<?> values, List<String> texts) {
    for (Object value : values) {
      if (value instanceof AttributeValue<?> attribute
          && attribute.value() instanceof String text) {
        texts.add(text);
      }
    }
  }

  private static Filing parse(String text) {
    int end = text.indexOf(SEPARATOR);
    Flags flags = new Flags();
    for (String flag : Splitter.on(' ').omitEmptyStrings().split(text.substring(end + 1))) {
      if (SYSTEM.containsKey(flag)) {
        flags.add(SYSTEM.get(flag));
      } else {
        flags.add(flag);
      }
    }
    return new Filing(possible(text.substring(0, end)), flags);
  }

  /** The folder, or the inbox where there can be none of that name: no mail waits for ever. */
  private static String possible(String folder) {
    try {
      String name = folder.replace('/', MailboxConstants.DEFAULT_DELIMITER);
      MailboxPath.forUser(ANYBODY, name).assertAcceptable(MailboxConstants.DEFAULT_DELIMITER);
      return folder.equalsIgnoreCase(MailboxConstants.INBOX) ? MailboxConstants.INBOX : folder;
    } catch (MailboxNameException e) {
      LOG.atWarn()
          .addKeyValue("folder", folder)
          .log("a script names a folder that cannot be; the mail goes to the inbox");
      return MailboxConstants.INBOX;
    }
  }

  private static List<String> names(Flags flags) {
    List<String> names = new ArrayList<>(List.of(flags.getUserFlags()));
    SYSTEM.forEach(
        (name, flag) -> {
          if (flags.contains(flag)) {
            names.add(name);
          }
        });
    return names;
  }

  private static final java.util.Map<String, Flags.Flag> SYSTEM =
      java.util.Map.of(
          "\\Seen", Flags.Flag.SEEN,
          "\\Answered", Flags.Flag.ANSWERED,
          "\\Flagged", Flags.Flag.FLAGGED,
          "\\Draft", Flags.Flag.DRAFT,
          "\\Deleted", Flags.Flag.DELETED);
}
