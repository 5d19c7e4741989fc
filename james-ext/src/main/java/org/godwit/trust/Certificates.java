package org.godwit.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that all doors show, and the one TLS context that they share. It can be exchanged
 * while the server runs: a handshake that begins after {@link #reload} shows the new certificate,
 * connections that stand are not touched.
 *
 * <p>Safe for many threads. Close it to end the watch over the files.
 */
public final class Certificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /** What we speak, best first; 8996 §2 forbids what is older. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** With forward secrecy and authenticated encryption only (9325 §4.2). */
  public static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** How long a client may take to begin TLS: a busy one needs more than a network's delays. */
  public static final Duration HANDSHAKE = Duration.ofMinutes(1);

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Path certificateFile;
  private final Path keyFile;
  private final CurrentIdentity current;
  private final SSLContext context;
  private final ScheduledExecutorService watch;
  private List<FileTime> seen;
  private boolean fromElsewhere;

  private Certificates(Path certificateFile, Path keyFile) throws CertificateProblem {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.seen = times();
    this.current = new CurrentIdentity(PemIdentity.read(certificateFile, keyFile));
    this.context = context(current);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate-watch").factory());
  }

  /**
   * Uses the admin's files.
   *
   * @param certificate PEM, ours first, then its issuers
   * @param key PEM, not encrypted
   * @throws CertificateProblem when they cannot be used; its message says what to do
   */
  public static Certificates of(Path certificate, Path key) throws CertificateProblem {
    return new Certificates(certificate, key).watched();
  }

  /**
   * Uses the self-signed certificate in a directory. One is made when there is none, when it soon
   * ends or when it does not name {@code hostname}.
   *
   * @param directory made when missing; {@code certificate.pem} and {@code key.pem}, mode 0600
   * @param hostname named beside {@code localhost} and the loopback addresses
   */
  public static Certificates selfSigned(Path directory, String hostname) throws CertificateProblem {
    SelfSigned files = new SelfSigned(directory, hostname, Clock.systemUTC());
    files.ensure();
    return new Certificates(files.certificate(), files.key()).watched();
  }

  private static SSLContext context(CurrentIdentity identity) throws CertificateProblem {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {identity}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new CertificateProblem("this Java has no TLS", e);
    }
  }

  private Certificates watched() {
    ScheduledFuture<?> unused = // it never ends by itself
        watch.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** The context of all our servers; limit it to {@link #PROTOCOLS} and {@link #CIPHERS}. */
  public SSLContext context() {
    return context;
  }

  /** What the next handshake shows: ours first, then its issuers. */
  public List<X509Certificate> chain() {
    return current.chain();
  }

  /** Whether nobody but ourselves vouches for it. */
  public boolean isSelfSigned() {
    X509Certificate ours = chain().getFirst();
    return ours.getIssuerX500Principal().equals(ours.getSubjectX500Principal());
  }

  /** Content inside a signature by the certificate of the moment, in CMS (5652 §5). */
  public byte[] sign(byte[] content) {
    return SignedContent.of(content, current.identity());
  }

  /**
   * Reads the files again.
   *
   * @throws CertificateProblem when they cannot be used; the certificate of before stays in use
   */
  public synchronized void reload() throws CertificateProblem {
    seen = times();
    current.become(PemIdentity.read(certificateFile, keyFile));
    LOG.info("certificate reloaded, valid until {}", chain().get(0).getNotAfter().toInstant());
  }

  /**
   * Shows a certificate that is in no file, from now on: what becomes of the files is not looked at
   * any more.
   *
   * @param chain ours first
   * @throws CertificateProblem when the key is another one's; the certificate of before stays
   */
  public synchronized void show(PrivateKey key, List<X509Certificate> chain)
      throws CertificateProblem {
    current.become(PemIdentity.of(key, chain));
    fromElsewhere = true;
    LOG.info("another certificate, valid until {}", chain.getFirst().getNotAfter().toInstant());
  }

  /** Polls, because a watch on a directory misses what happens behind symbolic links. */
  private synchronized void look() {
    if (fromElsewhere || times().equals(seen)) {
      return;
    }
    try {
      reload();
    } catch (CertificateProblem e) { // perhaps half written: the next change brings us back
      LOG.warn("certificate not reloaded, the one of before stays: {}", e.getMessage());
    }
  }

  private List<FileTime> times() {
    return List.of(time(certificateFile), time(keyFile));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it is not there now
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
