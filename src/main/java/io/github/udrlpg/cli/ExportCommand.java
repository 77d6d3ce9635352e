package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.export.PolicyFormat;
import io.github.udrlpg.export.RecordedEpisode;
import io.github.udrlpg.harness.Commanding;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a policy as a file for other programs. */
@Command(
    description =
        "Writes one policy with the normalisation of its observations as a file that runs"
            + " elsewhere: the one that the generator makes for a command, or a stored one.",
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of the run.")
  String run;

  @Option(
      names = "--command",
      paramLabel = "C",
      description =
          "Scaled return to command: 0 is returns.min, 1 is returns.max. Default: the highest"
              + " return seen in training.")
  Double command;

  @Option(
      names = "--raw",
      description =
          "Give the generator the command as it is, not as its calibration says what to give for"
              + " it.")
  boolean raw;

  @Option(
      names = "--policy",
      paramLabel = "ID",
      description =
          "Export a stored policy instead, as ITERATION-INDEX: columns iteration and policy of the"
              + " dataset, or best_policy of summary.json.")
  String policy;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file, local or under any Hadoop path; one that is there is replaced. May be given"
              + " again, for the same policy in other formats.")
  List<String> out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "onnx (a graph from observations to actions), npz (arrays for NumPy) or safetensors"
              + " (arrays for PyTorch, JAX and others), for every FILE. Default: what FILE ends"
              + " with.")
  PolicyFormat format;

  @Option(
      names = "--episode",
      paramLabel = "FILE",
      description =
          "Also play an episode with the policy, and write observations, actions and rewards of"
              + " each step as npz: whoever runs the policy elsewhere can compare. A stored policy"
              + " plays its first episode again; that of a command is the one that jobs/evaluate"
              + " --commands C --episodes 1 plays.")
  String episode;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    requireValid();
    CommandsAsked asked =
        new CommandsAsked(
            "--command must be a finite scaled return",
            command == null ? List.of() : List.of(command));
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    Map<Path, PolicyFormat> files = new LinkedHashMap<>();
    for (String file : out) {
      files.put(UserPath.of(hadoop, file), formatOf(file));
    }
    Optional<Path> episodeFile =
        episode == null ? Optional.empty() : Optional.of(UserPath.of(hadoop, episode));
    for (Path file : files.keySet()) {
      Destination.requireFile(hadoop, file);
    }
    if (episodeFile.isPresent()) {
      Destination.requireFile(hadoop, episodeFile.get());
    }
    TrainingRun training = RunDirectory.open(hadoop, UserPath.of(hadoop, run)).training();
    PlayablePolicy exported =
        policy == null
            ? generated(training, asked)
            : training.policies().playable(PolicyId.find(training.policies(), policy));
    System.out.printf(
        Locale.ROOT,
        "%s, layers %s, %s%n",
        exported.environment().id(),
        exported.shape().layers(),
        exported.origin());
    for (Map.Entry<Path, PolicyFormat> file : files.entrySet()) {
      byte[] content = file.getValue().write(exported);
      AtomicFiles.replace(hadoop, file.getKey(), content);
      System.out.printf(Locale.ROOT, "%,d bytes | %s%n", content.length, file.getKey());
    }
    if (episodeFile.isPresent()) {
      RecordedEpisode recorded = RecordedEpisode.play(exported);
      AtomicFiles.replace(hadoop, episodeFile.get(), recorded.toNpz());
      Episode played = recorded.episode();
      System.out.printf(
          Locale.ROOT,
          "Episode of %d steps, return %s | %s%n",
          played.length(),
          played.totalReturn(),
          episode);
    }
    return 0;
  }

  private PlayablePolicy generated(TrainingRun training, CommandsAsked asked) throws IOException {
    return training
        .trained(asked)
        .generate(
            command == null ? OptionalDouble.empty() : OptionalDouble.of(command),
            raw ? Commanding.RAW : Commanding.CALIBRATED);
  }

  private void requireValid() {
    if (policy != null && command != null) {
      throw new InvalidInputException("--policy and --command exclude each other: give one");
    }
    if (policy != null && raw) {
      throw new InvalidInputException(
          "--policy and --raw exclude each other: a stored policy is not commanded");
    }
  }

  private PolicyFormat formatOf(String file) {
    return Optional.ofNullable(format)
        .or(() -> PolicyFormat.ofFileName(file))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Text.format(
                        "The format of %s is not clear: name it with --format onnx, npz or"
                            + " safetensors",
                        file)));
  }
}
