package io.github.udrlpg.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.udrlpg.text.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** The bare C loop in a process of its own, which waits until it is asked for a replay. */
final class PhysicsLoop implements Contestants.Contestant {
  /** Farther apart than this, the two did not simulate the same. */
  private static final double TOLERANCE = 1e-9;

  private static final Path SOURCE = Path.of("src", "test", "cpp", "physics_loop.cpp");
  private static final Path NATIVE = Path.of("target", "native");

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;

  private PhysicsLoop(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.requests = process.outputWriter(UTF_8);
  }

  /**
   * Compiles the loop with the headers and the library that the build fetched.
   *
   * @throws IOException if the compiler cannot be run or refuses it, with what it said
   */
  static void compile(Path program) throws IOException {
    String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm64";
    Path library = NATIVE.resolve("lib").resolve("linux-" + processor).toAbsolutePath();
    Process compiler =
        new ProcessBuilder(
                "g++",
                "-O2",
                "-std=c++17",
                "-I" + NATIVE.resolve("include"),
                SOURCE.toString(),
                "-o",
                program.toString(),
                "-L" + library,
                "-lmujoco",
                "-Wl,-rpath," + library)
            .redirectErrorStream(true)
            .start();
    String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    if (compiler.onExit().join().exitValue() != 0) {
      throw new IOException(Text.format("Cannot compile %s: %s", SOURCE, output));
    }
  }

  /** Starts a compiled loop on a recording. */
  static PhysicsLoop start(Path program, Path model, Path recording) throws IOException {
    return new PhysicsLoop(
        new ProcessBuilder(List.of(program.toString(), model.toString(), recording.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /**
   * Replays the whole recording.
   *
   * @throws IOException if the loop ended, or a final position or velocity is not the recorded one
   */
  @Override
  public long run() throws IOException {
    requests.write('\n');
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(
          "The C loop ended, with exit code " + process.onExit().join().exitValue());
    }
    int space = answer.indexOf(' ');
    double difference = Double.parseDouble(answer.substring(space));
    if (!(difference <= TOLERANCE)) {
      throw new IOException(
          Text.format(
              "The C loop ended %s away from the rollout, expected at most %s",
              difference, TOLERANCE));
    }
    return Long.parseLong(answer.substring(0, space));
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.onExit().join();
  }
}
