package org.godwit.imap.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Optional;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's managers as IMAP's commands see them. Two things are done on the way, for commands of
 * James's own that could not do them: names of other users' mailboxes are translated ({@link
 * SharedNames}), and a failure is noted in the session before the command turns it into a plain NO,
 * so that the client can be told whether to try again ({@link #takeFailure}).
 *
 * <p>Safe for many threads, as far as what is watched is.
 */
public final class Watched implements InvocationHandler {
  private static final String FAILURE = "godwit.failure";

  private final Object watched;
  private final MailboxSession owner; // null when each call names its session

  private Watched(Object watched, MailboxSession owner) {
    this.watched = watched;
    this.owner = owner;
  }

  static <T> T watch(Class<T> type, T manager) {
    return watch(type, manager, null);
  }

  private static <T> T watch(Class<T> type, T manager, MailboxSession owner) {
    return type.cast(
        Proxy.newProxyInstance(
            Watched.class.getClassLoader(), new Class<?>[] {type}, new Watched(manager, owner)));
  }

  /** What is watched: the mailbox as the store knows it. */
  static MessageManager original(MessageManager mailbox) {
    return Proxy.isProxyClass(mailbox.getClass())
            && Proxy.getInvocationHandler(mailbox) instanceof Watched watch
        ? (MessageManager) watch.watched
        : mailbox;
  }

  /** What failed last in this session since this was asked before. */
  public static Optional<Throwable> takeFailure(MailboxSession session) {
    return session == null
        ? Optional.empty()
        : Optional.ofNullable((Throwable) session.getAttributes().remove(FAILURE));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    MailboxSession session = owner == null ? session(arguments) : owner;
    try {
      return seen(method.invoke(watched, toStore(arguments, session)), session);
    } catch (InvocationTargetException e) {
      note(e.getCause(), session);
      throw e.getCause();
    }
  }

  private static MailboxSession session(Object[] arguments) {
    if (arguments != null) {
      for (Object argument : arguments) {
        if (argument instanceof MailboxSession session) {
          return session;
        }
      }
    }
    return null;
  }

  private static Object[] toStore(Object[] arguments, MailboxSession session) {
    if (arguments == null) {
      return null;
    }
    Object[] translated = arguments.clone();
    for (int i = 0; i < translated.length; i++) {
      if (translated[i] instanceof MailboxPath path) {
        translated[i] = SharedNames.toStore(path, session);
      }
    }
    return translated;
  }

  private static Object seen(Object result, MailboxSession session) {
    if (session == null) {
      return result;
    }
    return switch (result) {
      case null -> null;
      case MessageManager mailbox -> watch(MessageManager.class, mailbox, session);
      case MailboxPath path -> SharedNames.visiblePath(path, session);
      case Mono<?> later -> later.doOnError(e -> note(e, session)).map(r -> seen(r, session));
      case Publisher<?> later ->
          Flux.from(later).doOnError(e -> note(e, session)).map(r -> seen(r, session));
      case Collection<?> several when holdsPaths(several) ->
          several.stream().map(r -> seen(r, session)).toList();
      default -> result;
    };
  }

  private static boolean holdsPaths(Collection<?> several) {
    return !several.isEmpty() && several.iterator().next() instanceof MailboxPath;
  }

  private static void note(Throwable failure, MailboxSession session) {
    if (session != null) {
      session.getAttributes().put(FAILURE, failure);
    }
  }
}
