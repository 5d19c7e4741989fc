package org.godwit.settings;

import java.util.Map;

/** The text of {@code config/godwit.toml}, made from the list of keys. */
public final class SettingsFile {
  private static final String HEAD =
      """
      # Godwit's settings. Every key is here, with its default behind the #.
      #
      # To change one, remove its # and write your value. Each can also be given in the environment
      # ([listen] imap is GODWIT_LISTEN_IMAP) or to `serve` (--listen.imap 143); the command line
      # wins over the environment, the environment over this file. A wrong key or value stops the
      # start and says what is allowed. Made by `godwit settings`.
      """;

  private static final Map<String, String> SECTIONS =
      Map.ofEntries(
          Map.entry("server", "Who we are."),
          Map.entry("data", "Where we keep things."),
          Map.entry("listen", "Where services are reached: " + Kinds.LISTEN.allowed() + "."),
          Map.entry("database", "Where mail is kept."),
          Map.entry(
              "blobs",
              "Object storage for the bytes of large messages; see docs/object-storage.md."),
          Map.entry("cluster", "Several data centres with the same mail; see docs/regions.md."),
          Map.entry("tls", "The certificate that we show."),
          Map.entry("acme", "An authority that gives us certificates (ACME); see docs/tls.md."),
          Map.entry("limits", "What strangers and users may take."),
          Map.entry("retention", "How long what was deleted can be had again."),
          Map.entry("links", "Files that are too large for mail, sent as links that end."),
          Map.entry("backup", "Copies of everything, and their proof; see docs/backup.md."),
          Map.entry("queue", "Mail that could not be delivered at once."),
          Map.entry("inbound", "Whether mail is from whom it says."),
          Map.entry("dns", "Names of the world."),
          Map.entry("outbound", "How mail leaves."),
          Map.entry("smarthost", "Another server on the way out."),
          Map.entry("oidc", "An OpenID provider that says who people are; see docs/signin.md."),
          Map.entry("ldap", "A directory whose people have accounts here; see docs/ldap.md."),
          Map.entry("log", "What we tell, on standard output."),
          Map.entry("metrics", "Numbers for Prometheus, at /metrics."),
          Map.entry("alerts", "Who hears of what is wrong; see docs/watching.md."));

  private SettingsFile() {}

  /** The whole file. */
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (String section : Keys.sections()) {
      text.append("\n# ").append(SECTIONS.get(section)).append('\n');
      text.append('[').append(section).append("]\n");
      Keys.ALL.stream()
          .filter(setting -> setting.section().equals(section))
          .forEach(setting -> text.append(entry(setting)));
    }
    return text.toString();
  }

  private static String entry(Setting<?> setting) {
    String allowed =
        setting.section().equals("listen") ? "" : "#   allowed: " + setting.allowed() + "\n";
    return "# %s\n%s#%s = %s\n"
        .formatted(setting.help(), allowed, setting.name(), setting.standardText());
  }
}
