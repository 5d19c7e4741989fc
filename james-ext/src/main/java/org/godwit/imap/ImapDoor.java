package org.godwit.imap;

import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;

/** What all connections of one listener share. Safe for many threads. */
interface ImapDoor {
  ImapLimits limits();

  LiteralMemory literalMemory();

  ImapDecoder decoder();

  ImapEncoder encoder();

  ImapProcessor processor();

  /** Threads that may wait, as many as are asked for. */
  Executor workers();

  ConnectionSession newSession(Channel channel, ConnectionSession.Link link);

  /** What follows {@code * OK} when a client connects. */
  String greeting(ConnectionSession session);

  void connected();

  void disconnected();

  /**
   * A command was answered.
   *
   * @param name as the client may say it, or anything
   */
  void commandRan(String name, long nanos);
}
