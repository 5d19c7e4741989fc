package org.godwit.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What each operation does, by its name. */
final class Actions {
  private final Map<String, Action> byName;

  Actions(Services services, Supplier<ServerStatus> status, Supplier<List<SettingLine>> settings) {
    Map<String, Action> all = new HashMap<>();
    all.putAll(new DomainActions(services).all());
    all.putAll(new DnsActions(services).all());
    all.putAll(new DkimActions(services).all());
    all.putAll(new AccountActions(services).all());
    all.putAll(new SignInActions(services).all());
    all.putAll(new AddressActions(services).all());
    all.putAll(new SharedActions(services).all());
    all.putAll(new QueueActions(services).all());
    all.putAll(new SearchActions(services).all());
    all.putAll(new RoleActions(services).all());
    all.putAll(new CatchAllActions(services).all());
    all.putAll(new TokenActions(services).all());
    all.putAll(new AuditActions(services).all());
    all.putAll(new AlertActions(services).all());
    all.putAll(new BackupActions(services).all());
    all.putAll(new TlsActions(services).all());
    all.putAll(new StatusAction(services, status, settings).all());
    byName =
        Operations.ALL.stream()
            .collect(Collectors.toMap(Operation::name, each -> found(each, all)));
  }

  private static Action found(Operation operation, Map<String, Action> all) {
    Action action = all.get(operation.name());
    if (action == null) {
      throw new IllegalStateException("nobody does " + operation.name());
    }
    return action;
  }

  Action of(Operation operation) {
    return byName.get(operation.name());
  }
}
