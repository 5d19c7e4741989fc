package org.godwit.mailflow.outbound.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.godwit.mailflow.outbound.QueuedMail;

/** Sends reports by mail (8460 §5.3). Safe for many threads. */
final class ReportMail {
  private static final DateTimeFormatter DATE = // 5322 §3.3
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /** Takes mail that is to be sent. */
  @FunctionalInterface
  interface Spool {
    /** When it returns, the mail is committed. */
    void put(Mail mail) throws MessagingException;
  }

  private final Spool spool;
  private final Clock clock;

  ReportMail(Spool spool, Clock clock) {
    this.spool = spool;
    this.clock = clock;
  }

  /** Queues one. When this returns it is committed. */
  void send(TlsReport report, MailAddress to) throws MessagingException, IOException {
    String name = MailImpl.getId();
    MailImpl mail =
        MailImpl.builder()
            .name(name)
            .sender(MaybeSender.nullSender()) // nothing is to answer it
            .addRecipients(List.of(to))
            .state(Mail.DEFAULT)
            .build();
    try {
      byte[] bytes = message(report, to).getBytes(StandardCharsets.US_ASCII);
      mail.setMessageContent(
          MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(bytes)));
      mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE); // and so it is signed: 8460 §3
      QueuedMail.goWithoutDemands(mail); // 8460 §3: not held up by what it may tell of
      spool.put(mail);
    } finally {
      LifecycleUtil.dispose(mail);
    }
  }

  private String message(TlsReport report, MailAddress to) throws IOException {
    String ours = report.from();
    String theirs = report.about().domain();
    String encoded =
        Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(report.compressed());
    return """
        From: postmaster@%s
        To: <%s>
        Subject: Report Domain: %s Submitter: %s
         Report-ID: <%s>
        Date: %s
        Message-ID: <tlsrpt.%s>
        Auto-Submitted: auto-generated
        TLS-Report-Domain: %s
        TLS-Report-Submitter: %s
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type="tlsrpt"; boundary="=_report"

        --=_report
        Content-Type: text/plain; charset=us-ascii

        This is an aggregate report (RFC 8460) of %s about the encryption of
        mail to %s on %s.

        --=_report
        Content-Type: application/tlsrpt+gzip
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment;
         filename="%s"

        %s
        --=_report--
        """
        .replace("\n", "\r\n")
        .formatted(
            ours,
            to.asString(),
            theirs,
            ours,
            report.id(),
            DATE.format(clock.instant().atZone(ZoneOffset.UTC)),
            report.id(),
            theirs,
            ours,
            ours,
            theirs,
            report.about().day(),
            report.fileName(),
            encoded);
  }
}
