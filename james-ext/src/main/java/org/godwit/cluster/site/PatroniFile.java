package org.godwit.cluster.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Patroni is told: once for the cluster ({@link #shared}), and in its file for the site. The
 * file is JSON, which is YAML too, so that no value can be taken for another.
 */
final class PatroniFile {
  static final String SCOPE = "godwit";
  static final String REST_USER = "godwit";
  static final String SUPERUSER = "postgres";

  private static final ObjectMapper JSON = new ObjectMapper();

  // A site counts as lost TTL seconds after it last was heard of, and a leader that hears nothing
  // of
  // etcd for PATIENCE steps down before that. Patroni wants LOOP + 2 × PATIENCE ≤ TTL, and no TTL
  // below 20.
  private static final int TTL = 20;
  private static final int LOOP = 2;
  private static final int PATIENCE = 8;
  private static final int BUILTIN_LOCALE_SINCE = 17;

  private final SiteSettings settings;
  private final SitePlace place;
  private final Binding binding;

  PatroniFile(SiteSettings settings, SitePlace place, Binding binding) {
    this.settings = settings;
    this.place = place;
    this.binding = binding;
  }

  /**
   * Writes the file.
   *
   * @param programs where PostgreSQL's are
   * @param version their major version
   */
  byte[] text(Path programs, int version) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("scope", SCOPE);
    all.put("name", settings.name());
    all.put("log", Map.of("level", "INFO", "format", "%(levelname)s %(message)s"));
    all.put("restapi", rest());
    all.put("ctl", certified("certfile", "keyfile", "cacert"));
    all.put("etcd3", etcd());
    all.put("bootstrap", Map.of("dcs", shared(), "initdb", initdb(version)));
    all.put("postgresql", postgres(programs));
    all.put("watchdog", Map.of("mode", "off")); // containers have none; two sites must agree anyway
    try {
      return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts are JSON", e);
    }
  }

  private Map<String, Object> certified(String certificate, String key, String authority) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put(certificate, place.certificate().toString());
    names.put(key, place.key().toString());
    names.put(authority, place.authority().toString());
    return names;
  }

  private Map<String, Object> rest() {
    Map<String, Object> rest = certified("certfile", "keyfile", "cafile");
    rest.put("listen", binding.listen(Ports.PATRONI));
    rest.put("connect_address", settings.self().at(Ports.PATRONI));
    rest.put("verify_client", "required");
    rest.put("authentication", Map.of("username", REST_USER, "password", password("patroni")));
    return rest;
  }

  private Map<String, Object> etcd() {
    Map<String, Object> etcd = certified("cert", "key", "cacert");
    List<String> hosts = new ArrayList<>();
    hosts.add(binding.local(Ports.ETCD_CLIENTS));
    settings.others().forEach(peer -> hosts.add(peer.at(Ports.ETCD_CLIENTS)));
    etcd.put("hosts", hosts);
    etcd.put("protocol", "https");
    return etcd;
  }

  /** What holds in all sites; kept in etcd, and changed there when it changes here. */
  Map<String, Object> shared() {
    Map<String, Object> shared = new LinkedHashMap<>();
    shared.put("ttl", TTL);
    shared.put("loop_wait", LOOP);
    shared.put("retry_timeout", PATIENCE);
    shared.put("primary_start_timeout", 10); // a primary that crashed: then another site takes over
    shared.put("primary_stop_timeout", 10);
    shared.put("maximum_lag_on_failover", 1024 * 1024);
    shared.put("synchronous_mode", true);
    shared.put("synchronous_mode_strict", settings.durability() == Durability.TWO_SITES);
    // When etcd alone is away, the primary goes on for as long as all other sites obey it.
    shared.put("failsafe_mode", true);
    shared.put(
        "postgresql",
        Map.of("use_pg_rewind", true, "use_slots", true, "parameters", sharedParameters()));
    return shared;
  }

  private static Map<String, Object> sharedParameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("max_connections", 200);
    parameters.put("max_wal_senders", 10);
    parameters.put("max_replication_slots", 10);
    parameters.put("wal_level", "replica");
    parameters.put("wal_log_hints", "on");
    parameters.put("hot_standby", "on");
    // A commit waits until another site shows what it wrote, so that a reader there sees it.
    parameters.put("synchronous_commit", "remote_apply");
    // What a standby reads is not cleaned away under it; so nothing that it applies has to wait.
    parameters.put("hot_standby_feedback", "on");
    parameters.put("max_standby_streaming_delay", "2s");
    // A standby that is not heard of holds nobody up for longer than this.
    parameters.put("wal_sender_timeout", "3s");
    parameters.put("wal_receiver_timeout", "5s");
    parameters.put("wal_receiver_status_interval", "1s");
    parameters.put("wal_retrieve_retry_interval", "1s");
    // Nor does a transaction of a site that is lost, and with it the rows that it has locked.
    parameters.put("idle_in_transaction_session_timeout", "3s");
    parameters.put("tcp_keepalives_idle", 3);
    parameters.put("tcp_keepalives_interval", 1);
    parameters.put("tcp_keepalives_count", 3);
    parameters.put("tcp_user_timeout", "6s");
    parameters.put("wal_keep_size", "512MB");
    // A site that is away for long does not fill the disks of the others; it is copied anew.
    parameters.put("max_slot_wal_keep_size", "8GB");
    return parameters;
  }

  private static List<Object> initdb(int version) {
    List<Object> options = new ArrayList<>();
    options.add(Map.of("encoding", "UTF8"));
    if (version >= BUILTIN_LOCALE_SINCE) {
      options.add(Map.of("locale-provider", "builtin"));
      options.add(Map.of("builtin-locale", "C.UTF-8"));
      options.add(Map.of("locale", "C"));
    } else {
      options.add(Map.of("locale", "C.UTF-8"));
    }
    options.add("data-checksums");
    return options;
  }

  private Map<String, Object> postgres(Path programs) {
    Map<String, Object> postgres = new LinkedHashMap<>();
    postgres.put("listen", binding.listen(Ports.POSTGRES));
    postgres.put("connect_address", settings.self().at(Ports.POSTGRES));
    postgres.put("data_dir", place.postgres().toString());
    postgres.put("bin_dir", programs.toString());
    postgres.put("pgpass", place.passwords().toString());
    postgres.put("create_replica_methods", List.of("basebackup"));
    postgres.put("basebackup", Map.of("checkpoint", "fast")); // else it waits for minutes
    postgres.put("remove_data_directory_on_rewind_failure", true);
    postgres.put("remove_data_directory_on_diverged_timelines", true);
    postgres.put(
        "authentication",
        Map.of(
            "superuser", role(SUPERUSER),
            "replication", role("replicator"),
            "rewind", role("rewind")));
    postgres.put("parameters", parameters());
    // Who has no certificate of ours may not even guess a password.
    postgres.put(
        "pg_hba",
        List.of(
            "hostssl replication replicator all scram-sha-256 clientcert=verify-ca",
            "hostssl all all all scram-sha-256 clientcert=verify-ca"));
    return postgres;
  }

  private Map<String, Object> role(String name) {
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("username", name);
    role.put("password", password(name));
    role.put("sslmode", "verify-full");
    role.putAll(certified("sslcert", "sslkey", "sslrootcert"));
    return role;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("unix_socket_directories", "");
    parameters.put("ssl", "on");
    parameters.put("ssl_cert_file", place.certificate().toString());
    parameters.put("ssl_key_file", place.key().toString());
    parameters.put("ssl_ca_file", place.authority().toString());
    parameters.put("password_encryption", "scram-sha-256");
    parameters.put("shared_buffers", "128MB");
    parameters.put("max_wal_size", "1GB");
    parameters.put("jit", "off");
    parameters.put("restart_after_crash", "off"); // Patroni decides who goes on
    parameters.put("autovacuum_naptime", "15s");
    parameters.put("logging_collector", "on");
    parameters.put("log_directory", "log");
    parameters.put("log_filename", "postgresql-%a.log");
    parameters.put("log_truncate_on_rotation", "on");
    parameters.put("log_rotation_size", 0);
    parameters.put("log_checkpoints", "off");
    return parameters;
  }

  String password(String purpose) {
    return settings.token().password(purpose);
  }
}
