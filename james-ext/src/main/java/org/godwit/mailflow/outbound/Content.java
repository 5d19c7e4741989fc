package org.godwit.mailflow.outbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** The bytes of a queued message. They are streamed: to sign, to look at them, and to send. */
final class Content {

  /** The bytes could not be had. That is our trouble, never the other server's. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(Throwable cause) {
      super("reading a queued message", cause);
    }
  }

  /** The other side of the copy failed; {@code getCause} is what it threw. */
  private static final class SinkFailed extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient IOException sink;

    SinkFailed(IOException sink) {
      super(sink);
      this.sink = sink;
    }
  }

  /** Where the bytes come from; written anew each time. */
  @FunctionalInterface
  private interface Source {
    void writeTo(OutputStream out) throws IOException, MessagingException;
  }

  private final Mail mail;
  private final Signing signing;
  private final Source source;

  /** Without a signature of ours. */
  Content(Mail mail) {
    this(mail, Signing.none());
  }

  /**
   * @param signing what {@link #signed} and {@link #sevenBit} sign with
   */
  Content(Mail mail, Signing signing) {
    this(mail, signing, out -> copy(mail.getMessage(), out));
  }

  private Content(Mail mail, Signing signing, Source source) {
    this.mail = mail;
    this.signing = signing;
    this.source = source;
  }

  /**
   * The same message with our signatures before it; reads it once.
   *
   * @throws Unreadable when the message or the keys could not be read
   */
  Content signed() throws Unreadable {
    byte[] fields = signing.fields(mail, this).getBytes(StandardCharsets.US_ASCII);
    return new Content(
        mail,
        signing,
        out -> {
          out.write(fields);
          source.writeTo(out);
        });
  }

  /**
   * The same message for a server that takes seven bits only, signed as it is then.
   *
   * @throws Unreadable when the message could not be read
   */
  Content sevenBit() throws Unreadable {
    try (InputStream first = open(mail.getMessage())) {
      BitSet parts = SevenBit.look(first);
      return new Content(
              mail,
              signing,
              out -> {
                try (InputStream again = open(mail.getMessage())) {
                  SevenBit.write(again, out, parts);
                }
              })
          .signed();
    } catch (IOException | MessagingException | RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  /**
   * Copies the message as it is stored.
   *
   * @throws IOException what {@code sink} threw
   * @throws Unreadable when the message could not be read
   */
  void writeTo(OutputStream sink) throws IOException, Unreadable {
    try {
      source.writeTo(new Guarded(sink));
    } catch (SinkFailed e) {
      throw e.sink;
    } catch (IOException | MessagingException | RuntimeException e) {
      if (e.getCause() instanceof SinkFailed inner) {
        throw inner.sink;
      }
      throw new Unreadable(e);
    }
  }

  private static void copy(MimeMessage message, OutputStream out)
      throws IOException, MessagingException {
    try (InputStream in = open(message)) {
      in.transferTo(out);
    }
  }

  private static InputStream open(MimeMessage message) throws IOException, MessagingException {
    if (message == null) {
      throw new MessagingException("the mail has no message");
    }
    if (message instanceof MimeMessageWrapper wrapper && !wrapper.isModified()) {
      // writeTo would parse the header and write it again, not always with the same bytes
      return wrapper.getMessageInputStream();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // nothing from the queue comes here
    message.writeTo(bytes);
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** Marks the failures of the sink, so that they are told from those of the source. */
  private static final class Guarded extends OutputStream {
    private final OutputStream sink;

    Guarded(OutputStream sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
      try {
        sink.write(b);
      } catch (IOException e) {
        throw new SinkFailed(e);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        sink.write(bytes, offset, length);
      } catch (IOException e) {
        throw new SinkFailed(e);
      }
    }
  }
}
