package org.godwit.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.godwit.cluster.site.JoinToken;
import org.godwit.cluster.site.Peer;
import org.godwit.cluster.site.SiteControl;
import org.godwit.cluster.site.SiteProblem;
import org.godwit.cluster.site.SiteStatus;
import org.godwit.settings.BadSettings;
import org.godwit.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code godwit cluster …}: asks the sites themselves, so that it answers while no server runs here
 * and there is no primary, too.
 */
final class ClusterCommand implements Callable<Integer> {
  private static final String JSON = "--json";

  /** What is done with the sites, and what is printed. */
  @FunctionalInterface
  private interface Work {
    JsonNode with(SiteControl sites, String argument) throws SiteProblem, Failure;
  }

  private final Work work;
  private CommandSpec spec;

  private ClusterCommand(Work work) {
    this.work = work;
  }

  /** Adds them all below {@code godwit cluster}. */
  static void addAll(CommandLine cluster) {
    cluster.addSubcommand(new TokenCommand());
    cluster.addSubcommand(
        command("status", "Show how all sites are.", (sites, none) -> table(sites)));
    CommandSpec switchover =
        command(
            "switchover",
            "Make another site primary.",
            (sites, to) -> said(sites.switchover(given(to))));
    cluster.addSubcommand(
        argument(switchover, "SITE", "0..1", "Which; else the one that has everything."));
    CommandSpec drain =
        command(
            "drain",
            "Give a site no new work, before it is stopped; its start ends that.",
            (sites, name) -> said(sites.drain(given(name))));
    cluster.addSubcommand(argument(drain, "SITE", "0..1", "Which; else this one."));
    CommandSpec undrain =
        command(
            "undrain",
            "Give a site work again that was drained.",
            (sites, name) -> said(sites.undrain(given(name))));
    cluster.addSubcommand(argument(undrain, "SITE", "0..1", "Which; else this one."));
    CommandSpec add =
        command(
            "add",
            "Let a new site in, which is started after that.",
            (sites, peer) -> said(sites.add(peer(peer))));
    cluster.addSubcommand(
        argument(add, "SITE", "1", "NAME=HOST or NAME=HOST/witness, as in GODWIT_PEERS."));
    CommandSpec remove =
        command(
            "remove",
            "Forget a site, which was stopped before.",
            (sites, name) -> said(sites.remove(name)));
    cluster.addSubcommand(
        command(
            "rescue",
            "Have this site, which is stopped, go on alone: all others are lost for ever.",
            (sites, none) -> said(sites.rescue())));
    cluster.addSubcommand(argument(remove, "SITE", "1", "Its name; its host when it never ran."));
  }

  private static CommandSpec command(String name, String help, Work work) {
    ClusterCommand command = new ClusterCommand(work);
    command.spec = CommandSpec.wrapWithoutInspection(command).name(name);
    command.spec.usageMessage().description(help);
    command.spec.addOption(
        OptionSpec.builder(JSON).type(boolean.class).description("Answer in JSON.").build());
    SettingsOptions.addPlaces(command.spec);
    return command.spec;
  }

  private static CommandSpec argument(CommandSpec spec, String label, String arity, String help) {
    return spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .index("0")
            .arity(arity)
            .type(String.class)
            .description(help)
            .build());
  }

  @Override
  public Integer call() throws Failure, BadSettings {
    CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
    Settings settings = SettingsOptions.read(parsed);
    SiteControl sites =
        SiteControl.of(
            settings
                .site()
                .orElseThrow(
                    () ->
                        Failure.failed(
                            "this machine is no site of a cluster: [cluster] peers is empty")),
            SiteService.directory(settings));
    Printer printer = new Printer(spec.commandLine().getOut(), spec.commandLine().getErr());
    try {
      printer.print(
          work.with(sites, parsed.matchedPositionalValue(0, "")), parsed.hasMatchedOption(JSON));
      return 0;
    } catch (SiteProblem e) {
      throw Failure.failed(e.getMessage());
    }
  }

  private static Optional<String> given(String argument) {
    return Optional.of(argument).filter(text -> !text.isEmpty());
  }

  private static Peer peer(String text) throws Failure {
    try {
      return Peer.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private static ObjectNode said(String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message);
  }

  private static ArrayNode table(SiteControl sites) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (SiteStatus site : sites.status()) {
      ObjectNode row = rows.addObject();
      row.put("site", site.peer().name());
      row.put("host", site.peer().host());
      row.put("role", word(site.role()));
      row.put("state", site.state());
      row.put("drained", site.drained());
      row.put("vote", word(site.vote()));
      row.put("lagBytes", site.lagBytes().orElse(null));
      row.put("lagSeconds", site.lagSeconds().orElse(null));
    }
    return rows;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @CommandLine.Command(
      name = "token",
      description = "Print a new secret for the sites of a cluster.")
  private static final class TokenCommand implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().getOut().println(JoinToken.random());
    }
  }
}
