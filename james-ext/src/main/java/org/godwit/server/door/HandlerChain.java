package org.godwit.server.door;

import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChain;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/**
 * The commands and hooks of one door, in the order of its template: {@code <handler class="…"/>},
 * and nothing that is not written there. Safe for many threads once made.
 */
public final class HandlerChain implements ProtocolHandlerChain {

  private final List<ProtocolHandler> handlers;

  private HandlerChain(List<ProtocolHandler> handlers) {
    this.handlers = handlers;
  }

  /**
   * Loads and connects the handlers.
   *
   * @throws IllegalStateException when the template names what is not there
   */
  public static HandlerChain load(
      HierarchicalConfiguration<ImmutableNode> template, ProtocolHandlerLoader loader) {
    HandlerChain chain =
        new HandlerChain(
            template.configurationsAt("handler").stream()
                .map(handler -> load(loader, handler))
                .toList());
    chain.wire();
    return chain;
  }

  private static ProtocolHandler load(
      ProtocolHandlerLoader loader, HierarchicalConfiguration<ImmutableNode> handler) {
    String name = handler.getString("[@class]");
    try {
      return loader.load(name, handler);
    } catch (ProtocolHandlerLoader.LoadingException e) {
      throw new IllegalStateException("cannot load the handler " + name, e);
    }
  }

  private void wire() {
    for (ExtensibleHandler handler : getHandlers(ExtensibleHandler.class)) {
      for (Class<?> extension : handler.getMarkerInterfaces()) {
        try {
          handler.wireExtensions(extension, getHandlers(extension));
        } catch (WiringException e) {
          throw new IllegalStateException("cannot wire " + handler.getClass().getName(), e);
        }
      }
    }
  }

  @Override
  @SuppressWarnings({"JdkObsolete", "NonApiType"}) // James asks for this list
  public <T> LinkedList<T> getHandlers(Class<T> type) {
    LinkedList<T> found = new LinkedList<>();
    for (ProtocolHandler handler : handlers) {
      if (type.isInstance(handler)) {
        found.add(type.cast(handler));
      }
    }
    return found;
  }

  @Override
  public <T> Optional<T> getFirstHandler(Class<T> type) {
    return handlers.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  @Override
  public void destroy() {
    handlers.forEach(ProtocolHandler::destroy);
  }
}
