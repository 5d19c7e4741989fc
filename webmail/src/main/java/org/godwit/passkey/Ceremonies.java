package org.godwit.passkey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.server.ServerProperty;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.Passkeys.Passkey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Making a passkey and signing in with one (WebAuthn §7.1, §7.2). Safe for many threads; blocks,
 * for a few statements.
 */
public final class Ceremonies {
  private static final Logger LOG = LoggerFactory.getLogger(Ceremonies.class);

  private static final String REGISTER = "register";
  private static final String SIGN_IN = "sign-in";
  private static final int HANDLE = 32;

  private static final List<PublicKeyCredentialParameters> KINDS =
      List.of(
          kind(COSEAlgorithmIdentifier.ES256),
          kind(COSEAlgorithmIdentifier.EdDSA),
          kind(COSEAlgorithmIdentifier.RS256));

  private static PublicKeyCredentialParameters kind(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  private final Passkeys passkeys;
  private final Challenges challenges;
  private final ObjectConverter formats = new ObjectConverter();
  private final WebAuthnManager rules = WebAuthnManager.createNonStrictWebAuthnManager(formats);
  private final AttestedCredentialDataConverter keyFormat =
      new AttestedCredentialDataConverter(formats);
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes it.
   *
   * @param secret the same on all nodes
   */
  public Ceremonies(Passkeys passkeys, byte[] secret, Clock clock) {
    this.passkeys = passkeys;
    this.challenges = new Challenges(secret, clock);
  }

  /**
   * What {@code navigator.credentials.create} is given.
   *
   * @param session the only one that may answer
   */
  public ObjectNode creation(Site site, String owner, UUID session) {
    List<Passkey> known = passkeys.list(owner);
    String handle = text(known.isEmpty() ? fresh() : known.get(0).key().userHandle());
    ObjectNode options = common(challenges.make(REGISTER, session + handle));
    options.putObject("rp").put("id", site.name()).put("name", "Godwit");
    options.putObject("user").put("id", handle).put("name", owner).put("displayName", owner);
    ArrayNode kinds = options.putArray("pubKeyCredParams");
    KINDS.forEach(
        kind -> kinds.addObject().put("type", "public-key").put("alg", kind.getAlg().getValue()));
    options.set("excludeCredentials", keys(known));
    options
        .putObject("authenticatorSelection")
        .put("residentKey", "required")
        .put("requireResidentKey", true)
        .put("userVerification", "required");
    return options.put("attestation", "none");
  }

  private byte[] fresh() {
    byte[] handle = new byte[HANDLE];
    random.nextBytes(handle);
    return handle;
  }

  private static ObjectNode common(byte[] challenge) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("challenge", text(challenge))
        .put("timeout", Challenges.LIFE.toMillis());
  }

  private static ArrayNode keys(List<Passkey> passkeys) {
    ArrayNode keys = JsonNodeFactory.instance.arrayNode();
    passkeys.forEach(
        one ->
            keys.addObject().put("type", "public-key").put("id", text(one.key().credentialId())));
    return keys;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Keeps the passkey that a browser made.
   *
   * @param answer the credential as JSON
   * @param handle what the options called the user, base64url; the browser tells it back
   * @return empty when it is not believed
   */
  public Optional<UUID> register(
      Site site, String owner, UUID session, String answer, String handle, String label) {
    Optional<RegistrationData> said = believed(() -> rules.parseRegistrationResponseJSON(answer));
    Optional<byte[]> challenge = said.flatMap(it -> challenge(it.getCollectedClientData()));
    if (challenge.isEmpty() || !challenges.isGood(challenge.get(), REGISTER, session + handle)) {
      tell("the challenge is not good");
      return Optional.empty();
    }
    return believed(
            () -> {
              ServerProperty here = property(site, challenge.get());
              RegistrationData checked =
                  rules.verify(said.get(), new RegistrationParameters(here, KINDS, true, true));
              return key(checked, Base64.getUrlDecoder().decode(handle));
            })
        .flatMap(key -> passkeys.add(owner, label, key, challenge.get()));
  }

  private Passkeys.Key key(RegistrationData data, byte[] userHandle) {
    AuthenticatorData<RegistrationExtensionAuthenticatorOutput> said =
        data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData key = said.getAttestedCredentialData();
    return new Passkeys.Key(
        key.getCredentialId(),
        userHandle,
        keyFormat.convert(key),
        said.getSignCount(),
        said.isFlagBE(),
        said.isFlagBS());
  }

  /**
   * What {@code navigator.credentials.get} is given.
   *
   * @param browser a secret of the only one that may answer
   */
  public ObjectNode request(Site site, String browser) {
    ObjectNode options = common(challenges.make(SIGN_IN, browser));
    options.put("rpId", site.name()).put("userVerification", "required");
    options.putArray("allowCredentials"); // empty: the browser knows which it has
    return options;
  }

  /**
   * A sign-in that somebody claims.
   *
   * @param owner whose passkey it says it is
   */
  public record Claim(String owner, Passkey passkey, AuthenticationData data) {}

  /** Whose passkey an answer names; nothing of it is proved. */
  public Optional<Claim> claim(String answer) {
    return believed(() -> rules.parseAuthenticationResponseJSON(answer))
        .filter(data -> data.getCredentialId() != null)
        .flatMap(
            data ->
                passkeys
                    .find(data.getCredentialId())
                    .map(passkey -> new Claim(passkey.owner(), passkey, data)));
  }

  /** Whether the passkey signed, just now, for this browser, at this site, for this user. */
  public boolean holds(Claim claim, Site site, String browser) {
    AuthenticationData data = claim.data();
    Passkeys.Key key = claim.passkey().key();
    Optional<byte[]> challenge = challenge(data.getCollectedClientData());
    if (challenge.isEmpty() || !challenges.isGood(challenge.get(), SIGN_IN, browser)) {
      tell("the challenge is not good");
      return false;
    }
    if (!Arrays.equals(data.getUserHandle(), key.userHandle())) { // WebAuthn §7.2 step 6
      tell("it is another user's");
      return false;
    }
    Optional<AuthenticationData> believed =
        believed(
            () -> {
              ServerProperty here = property(site, challenge.get());
              return rules.verify(
                  data, new AuthenticationParameters(here, record(key), null, true, true));
            });
    return believed.isPresent()
        && passkeys.used(
            key.credentialId(),
            data.getAuthenticatorData().getSignCount(),
            data.getAuthenticatorData().isFlagBS(),
            challenge.get());
  }

  /** What the library makes of a browser's words, for which it throws many kinds of exceptions. */
  private static <T> Optional<T> believed(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RuntimeException e) {
      tell(e.toString());
      return Optional.empty();
    }
  }

  private CredentialRecordImpl record(Passkeys.Key key) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        key.mayBeSynced(),
        key.isSynced(),
        key.counter(),
        keyFormat.convert(key.data()),
        null,
        null,
        null,
        null);
  }

  private static ServerProperty property(Site site, byte[] challenge) {
    return ServerProperty.builder()
        .origin(Origin.create(site.origin()))
        .rpId(site.name())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private static Optional<byte[]> challenge(CollectedClientData said) {
    return said == null || said.getChallenge() == null
        ? Optional.empty()
        : Optional.of(said.getChallenge().getValue());
  }

  private static void tell(String why) {
    LOG.atInfo().addKeyValue("why", why).log("a passkey is not believed");
  }
}
