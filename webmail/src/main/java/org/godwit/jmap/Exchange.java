package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request while its methods run in turn. For one thread. */
public final class Exchange {

  /** What a method says besides its own answer (8620 §3.3). */
  record Besides(String name, ObjectNode arguments) {}

  private final Viewer viewer;
  private final Sights sights;
  private final Set<String> using;
  private final Map<String, String> createdIds = new HashMap<>();
  private final List<Besides> besides = new ArrayList<>();
  private Map<String, Sight> known;

  Exchange(Viewer viewer, Sights sights, Set<String> using) {
    this.viewer = viewer;
    this.sights = sights;
    this.using = Set.copyOf(using);
  }

  public Viewer viewer() {
    return viewer;
  }

  /** Whether the client named this capability. */
  public boolean uses(String capability) {
    return using.contains(capability);
  }

  /** The account that the arguments name. */
  public Sight account(Arguments arguments) throws MethodError {
    return account(arguments, "accountId");
  }

  /** The account that an argument names. */
  public Sight account(Arguments arguments, String argument) throws MethodError {
    String id = Arguments.need(arguments.id(argument), argument);
    if (id.equals(Sight.id(viewer.account()))) {
      return sights.own(viewer);
    }
    if (known == null) {
      known = sights.all(viewer);
    }
    Sight sight = known.get(id);
    if (sight == null) {
      throw new MethodError(
          argument.equals("fromAccountId") ? "fromAccountNotFound" : "accountNotFound", null);
    }
    return sight;
  }

  /** What is shared with the viewer has changed in this request. */
  public void lookAgain() {
    known = null;
  }

  /** The same, for a type that only the viewer's own account has. */
  public Sight ownAccount(Arguments arguments) throws MethodError {
    Sight sight = account(arguments);
    if (!sight.isOwn()) {
      throw new MethodError("accountNotSupportedByMethod", null);
    }
    return sight;
  }

  /** Remembers what became of a creation id (8620 §5.3). */
  public void created(String creationId, String id) {
    createdIds.put(creationId, id);
  }

  Map<String, String> createdIds() {
    return createdIds;
  }

  /** The id that a client means: {@code #} and a creation id stand for what was created. */
  public Optional<String> resolve(String id) {
    return id.startsWith("#")
        ? Optional.ofNullable(createdIds.get(id.substring(1)))
        : Optional.of(id);
  }

  /** Says something behind the method's answer. */
  public void also(String name, ObjectNode arguments) {
    besides.add(new Besides(name, arguments));
  }

  List<Besides> takeBesides() {
    List<Besides> taken = List.copyOf(besides);
    besides.clear();
    return taken;
  }
}
