package org.godwit.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An OpenID provider on loopback, which says of everybody that they are {@link #user}. */
final class TestProvider implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile RSAKey key = newKey();
  volatile String user = "nobody@example.test";

  /** What clients must prove who they are with; empty for a provider of public clients. */
  volatile String secret = "";

  TestProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/.well-known/openid-configuration",
        on ->
            json(
                on,
                200,
                """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",\
                "token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}"""
                    .formatted(issuer())));
    server.createContext("/keys", on -> json(on, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Signs with another key from now on. */
  void rotate() {
    key = newKey();
  }

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a good token says. */
  JWTClaimsSet.Builder claims(String audience) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer().toString())
        .audience(audience)
        .subject("some-id")
        .claim("email", user)
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  String sign(JWTClaimsSet claims) {
    return sign(claims, key);
  }

  static String sign(JWTClaimsSet claims, RSAKey key) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .keyID(key.getKeyID())
                  .type(JOSEObjectType.JWT)
                  .build(),
              claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void authorize(HttpExchange on) throws IOException {
    Map<String, String> asked = fields(on.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    on.getResponseHeaders()
        .add(
            "Location",
            asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    on.sendResponseHeaders(302, -1);
    on.close();
  }

  private void token(HttpExchange on) throws IOException {
    String body = new String(on.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> sent = fields(body);
    Map<String, String> asked = codes.remove(sent.getOrDefault("code", ""));
    boolean good =
        asked != null
            && challenge(sent.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))
            && asked.get("redirect_uri").equals(sent.get("redirect_uri"))
            && isClient(asked.get("client_id"), sent, on);
    if (!good) {
      json(on, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    String token = sign(claims(asked.get("client_id")).claim("nonce", asked.get("nonce")).build());
    json(on, 200, "{\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
  }

  /** 6749 §2.3.1: one with a secret says it in a header, one without says its name alone. */
  private boolean isClient(String name, Map<String, String> sent, HttpExchange on) {
    String header = String.valueOf(on.getRequestHeaders().getFirst("Authorization"));
    String pair =
        URLEncoder.encode(name, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return secret.isEmpty()
        ? name.equals(sent.get("client_id"))
        : header.equals(
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }

  private static void json(HttpExchange on, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    on.getResponseHeaders().add("Content-Type", "application/json");
    on.sendResponseHeaders(status, bytes.length);
    on.getResponseBody().write(bytes);
    on.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
