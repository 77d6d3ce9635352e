package io.github.udrlpg.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The checksum of everything that this project stores. */
public final class Sha256 {
  private Sha256() {}

  /** Returns the hexadecimal checksum of the parts, one after the other. */
  public static String hex(byte[]... parts) {
    return hex(Arrays.stream(parts).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new));
  }

  /** Returns the hexadecimal checksum of what remains in the parts, one after the other. */
  public static String hex(ByteBuffer... parts) {
    MessageDigest digest = digest();
    for (ByteBuffer part : parts) {
      digest.update(part.duplicate());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
