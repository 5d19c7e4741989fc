package org.godwit.server.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.StreamResponse;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RETR and TOP. RFC 1939 §5 and §7. */
public final class Retrieval implements CommandHandler<POP3Session> {

  private static final Logger LOG = LoggerFactory.getLogger(Retrieval.class);

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("RETR", "TOP");
  }

  @Override
  public Response onCommand(POP3Session connection, Request request) {
    MailDrop drop = ((Pop3Session) connection).drop();
    if (drop == null) {
      return Pop3Reply.err("Log in first");
    }
    boolean top = request.getCommand().equals("TOP");
    String argument = request.getArgument() == null ? "" : request.getArgument().strip();
    String[] words = argument.split(" +", 3);
    int number = MessageNumber.parse(words[0]);
    if (words.length != (top ? 2 : 1) || (top && !words[1].matches("[0-9]{1,9}"))) {
      return Pop3Reply.err(top ? "Expected TOP, a message and lines" : "Expected one message");
    }
    if (!drop.has(number)) {
      return Pop3Reply.err("No such message");
    }
    return send(drop, number, top ? Integer.parseInt(words[1]) : StuffedMessage.ALL);
  }

  private static Response send(MailDrop drop, int number, int lines) {
    try {
      Optional<InputStream> message = drop.open(number);
      return message.isPresent()
          ? new Stream(drop.size(number) + " octets", new StuffedMessage(message.get(), lines))
          : Pop3Reply.err("Another client has removed the message");
    } catch (MailboxException | IOException e) {
      LOG.error("a message cannot be read", e);
      return Pop3Reply.err("[SYS/TEMP] The message cannot be read now, try again later");
    }
  }

  private static final class Stream extends POP3Response implements StreamResponse {
    private final InputStream stream;

    Stream(String text, InputStream stream) {
      super("+OK", text);
      this.stream = stream;
    }

    @Override
    public InputStream getStream() {
      return stream;
    }
  }
}
