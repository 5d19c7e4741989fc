package org.godwit.store.objects;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.godwit.store.ObjectStore;
import org.godwit.store.StoreException;
import org.godwit.store.StoreUnavailable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** One bucket of an S3 server: Amazon's, or one of the many that speak as it does. */
public final class S3ObjectStore implements ObjectStore {

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(20);
  private static final Duration IN_ALL = Duration.ofMinutes(2);
  private static final int CHANCE = 8; // bytes: what tells two puts of the same bytes apart

  private final ObjectSettings settings;
  private final S3Client client;
  private final SecureRandom random = new SecureRandom();

  /** Opens nothing yet. */
  public S3ObjectStore(ObjectSettings settings) {
    this.settings = settings;
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.key(), settings.secret())))
            .forcePathStyle(settings.pathStyle())
            // Not all servers know the checksums that the library adds of itself; all know MD5.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(options -> options.apiCallTimeout(IN_ALL))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(TO_CONNECT)
                    .socketTimeout(TO_ANSWER));
    settings.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
  }

  @Override
  public boolean takes(long bytes) {
    return settings.writes() && bytes >= settings.from();
  }

  @Override
  public String newName(String about) {
    byte[] chance = new byte[CHANCE];
    random.nextBytes(chance);
    String prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    return prefix + about + "-" + HexFormat.of().formatHex(chance);
  }

  @Override
  public void put(String name, long length, Supplier<InputStream> bytes) {
    try {
      String md5 = md5(bytes); // the server compares, so what is said to be stored is whole
      client.putObject(
          request -> request.bucket(settings.bucket()).key(name).contentMD5(md5),
          RequestBody.fromContentProvider(bytes::get, length, "application/octet-stream"));
    } catch (SdkException | IOException e) {
      throw new StoreUnavailable("putting an object", false, e);
    }
  }

  private static String md5(Supplier<InputStream> bytes) throws IOException {
    try (InputStream in = bytes.get()) {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] piece = new byte[64 * 1024];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        md5.update(piece, 0, read);
      }
      return Base64.getEncoder().encodeToString(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }

  @Override
  public byte[] get(String name) {
    try {
      return client
          .getObjectAsBytes(request -> request.bucket(settings.bucket()).key(name))
          .asByteArrayUnsafe();
    } catch (NoSuchKeyException e) {
      throw new StoreException("an object that holds a message is not there", e);
    } catch (SdkException e) {
      throw new StoreUnavailable("getting an object", false, e);
    }
  }

  @Override
  public void delete(String name) {
    try {
      client.deleteObject(request -> request.bucket(settings.bucket()).key(name));
    } catch (NoSuchKeyException e) {
      return; // so some servers say it
    } catch (SdkException e) {
      throw new StoreUnavailable("removing an object", false, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
