package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Sums and products of sizes that never wrap around: what 64 bits cannot hold is refused. */
final class ByteCount {
  private ByteCount() {}

  /**
   * Returns the product.
   *
   * @param what takes the memory, and the keys that decide it
   * @throws InvalidInputException if it is 2^63 or more
   */
  static long product(String what, long... factors) {
    try {
      return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw tooMuch(what, " * ", factors, e);
    }
  }

  /**
   * Returns the sum.
   *
   * @param what takes the memory, and the keys that decide it
   * @throws InvalidInputException if it is 2^63 or more
   */
  static long sum(String what, long... parts) {
    try {
      return Arrays.stream(parts).reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      throw tooMuch(what, " + ", parts, e);
    }
  }

  private static InvalidInputException tooMuch(
      String what, String sign, long[] numbers, ArithmeticException cause) {
    return new InvalidInputException(
        Text.format(
            "%s would take %s bytes, which is more than 64 bits can count: lower it",
            what,
            Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(sign))),
        cause);
  }
}
