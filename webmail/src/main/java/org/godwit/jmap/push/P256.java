package org.godwit.jmap.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** Public keys on P-256 as browsers write them: 4, x, y (SEC 1, 2.3.3). */
final class P256 {
  static final int LENGTH = 65;
  private static final int COORDINATE = 32;
  private static final byte UNCOMPRESSED = 4;

  private P256() {}

  static byte[] encode(ECPublicKey key) {
    byte[] bytes = new byte[LENGTH];
    bytes[0] = UNCOMPRESSED;
    put(key.getW().getAffineX(), bytes, 1);
    put(key.getW().getAffineY(), bytes, 1 + COORDINATE);
    return bytes;
  }

  private static void put(BigInteger number, byte[] into, int at) {
    byte[] bytes = number.toByteArray(); // with a sign, and without leading zeros
    int skip = Math.max(0, bytes.length - COORDINATE);
    int length = bytes.length - skip;
    System.arraycopy(bytes, skip, into, at + COORDINATE - length, length);
  }

  /**
   * Reads one.
   *
   * @throws InvalidKeySpecException when it is no point of the curve: a secret made with such a key
   *     would tell about ours
   */
  static ECPublicKey decode(byte[] bytes) throws InvalidKeySpecException {
    if (bytes.length != LENGTH || bytes[0] != UNCOMPRESSED) {
      throw new InvalidKeySpecException("not an uncompressed point");
    }
    ECPoint point =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE)),
            new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE, LENGTH)));
    ECParameterSpec curve = curve();
    if (!isOn(curve, point)) {
      throw new InvalidKeySpecException("not on the curve");
    }
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    } catch (InvalidKeySpecException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has P-256", e);
    }
  }

  private static boolean isOn(ECParameterSpec curve, ECPoint point) {
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB());
    return x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.pow(2).subtract(right).mod(p).signum() == 0;
  }

  static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has P-256", e);
    }
  }
}
