package org.godwit.watch.alert;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.godwit.store.account.UnicodeAddress;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.Role;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts notices into the spool, as mail to whoever is to be told. Safe for many threads. */
final class AlertMail {
  private static final Logger LOG = LoggerFactory.getLogger(AlertMail.class);
  private static final DateTimeFormatter DATE = // 5322 §3.3
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);
  private static final int LONGEST_SUBJECT = 300;

  private final List<String> to;
  private final AdminRoles roles;
  private final DomainList domains;
  private final PostgresMailQueueFactory queues;

  /**
   * Makes it.
   *
   * @param to whom; none is the superadmins of the moment
   */
  AlertMail(
      List<String> to, AdminRoles roles, DomainList domains, PostgresMailQueueFactory queues) {
    this.to = to;
    this.roles = roles;
    this.domains = domains;
    this.queues = queues;
  }

  /**
   * Queues one. When this returns it is committed, or there is nobody to tell.
   *
   * @throws MessagingException when it is not in the spool
   * @throws DomainListException when it is not known who we are
   */
  void send(Notice notice) throws MessagingException, DomainListException {
    List<MailAddress> recipients = recipients();
    if (recipients.isEmpty()) {
      LOG.warn("there is nobody to tell: {}", notice.alert().words());
      return;
    }
    String name = MailImpl.getId();
    MailImpl mail =
        MailImpl.builder()
            .name(name)
            .sender(MaybeSender.nullSender()) // nothing is to answer it
            .addRecipients(recipients)
            .state(Mail.DEFAULT)
            .build();
    try {
      byte[] bytes =
          message(notice, recipients, domains.getDefaultDomain().asString())
              .getBytes(StandardCharsets.UTF_8);
      mail.setMessageContent(
          MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(bytes)));
      mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE); // and so it is signed
      queues.createQueue(MailQueueFactory.SPOOL).enQueue(mail);
    } finally {
      LifecycleUtil.dispose(mail);
    }
  }

  private List<MailAddress> recipients() {
    List<String> names = to.isEmpty() ? superadmins() : to;
    List<MailAddress> found = new ArrayList<>();
    for (String name : names) {
      try {
        found.add(UnicodeAddress.parse(name));
      } catch (AddressException e) {
        LOG.warn("cannot tell {}: this is no address", name);
      }
    }
    return found;
  }

  private List<String> superadmins() {
    return roles.all().stream()
        .filter(owned -> owned.grant().role() == Role.SUPERADMIN)
        .map(owned -> owned.owner().asString())
        .toList();
  }

  private static String message(Notice notice, List<MailAddress> to, String domain)
      throws MessagingException {
    StringBuilder text = new StringBuilder();
    line(text, "From", "Godwit <postmaster@" + domain + ">");
    line(text, "To", to.stream().map(UnicodeAddress::text).collect(Collectors.joining(",\r\n ")));
    line(text, "Subject", encoded(notice.subject()));
    line(text, "Date", DATE.format(notice.at().atZone(ZoneId.systemDefault())));
    line(text, "Message-ID", "<" + notice.id() + "@" + domain + ">");
    line(text, "Auto-Submitted", "auto-generated"); // 3834 §5
    line(text, "MIME-Version", "1.0");
    line(text, "Content-Type", "text/plain; charset=utf-8");
    line(text, "Content-Transfer-Encoding", "quoted-printable");
    return text.append("\r\n").append(quotedPrintable(notice.text())).toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private static String encoded(String subject) throws MessagingException {
    String line = subject.replaceAll("[\\p{Cntrl}]+", " ");
    String cut = line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
    try {
      return MimeUtility.fold(9, MimeUtility.encodeText(cut, "UTF-8", "Q"));
    } catch (java.io.UnsupportedEncodingException e) {
      throw new MessagingException("every Java has UTF-8", e);
    }
  }

  private static String quotedPrintable(String text) throws MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = MimeUtility.encode(bytes, "quoted-printable")) {
      out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MessagingException("a text cannot be encoded", e);
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }
}
