package io.github.udrlpg.testing;

import io.github.udrlpg.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Runs jobs in this process and keeps what they print. */
public final class CommandLineRunner {
  private final ToIntFunction<String[]> main;
  private Map<String, String> spark = Map.of();
  private String out = "";
  private String err = "";

  /** Takes what runs a job and returns its exit code. */
  public CommandLineRunner(ToIntFunction<String[]> main) {
    this.main = main;
  }

  /** Lets jobs start Spark in this process. */
  public void useLocalSpark(int cores) {
    useLocalSpark(cores, Map.of());
  }

  /** Lets jobs start Spark in this process, with more settings of Spark's. */
  public void useLocalSpark(int cores, Map<String, String> settings) {
    spark = new HashMap<>(settings);
    spark.put("spark.master", Text.format("local[%d]", cores));
    spark.put("spark.ui.enabled", "false");
    spark.putIfAbsent("spark.sql.shuffle.partitions", Integer.toString(cores));
    spark.put("spark.driver.host", "localhost");
    spark.forEach(System::setProperty);
  }

  /** Removes what {@link #useLocalSpark} set. */
  public void forgetSpark() {
    spark.keySet().forEach(System::clearProperty);
  }

  /** Runs a job and returns its exit code. */
  public int execute(Object... arguments) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      return main.applyAsInt(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
      out = outBytes.toString(StandardCharsets.UTF_8);
      err = errBytes.toString(StandardCharsets.UTF_8);
    }
  }

  /** Returns the output of the last job. */
  public String out() {
    return out;
  }

  /** Returns the error output of the last job. */
  public String err() {
    return err;
  }
}
