package io.github.udrlpg.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.store.SealedJson;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.store.ThisMachine;
import io.github.udrlpg.text.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code run.json}: what a run is.
 *
 * @param run the run's identifier, the same for the same settings
 * @param config every key of the configuration
 * @param provenance when, where and with what the run was begun
 */
record Manifest(String run, JsonNode config, JsonNode provenance) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  /** What a manifest had before it was sealed. */
  private static final Set<String> FIELDS =
      Set.of("format", "run", "created", "versions", "cpu", "config");

  /** What may change between a run and its resumption: rows that are stored stay what they are. */
  private static final List<String> FREE_KEYS =
      List.of(
          "training.max-env-steps",
          "rollout.partitions",
          "evaluation.retrieval",
          "calibration.",
          "checkpoint.",
          "progress.",
          "tracking.");

  /**
   * Keys that came after the first format, with what runs from before them did. They are no part of
   * the identifier while they have that value, so that equal runs keep one name.
   */
  private static final Map<String, String> LATER_KEYS =
      Map.ofEntries(
          Map.entry("training.learner", "\"udrlpg\""),
          Map.entry("training.overlap-updates", "false"),
          Map.entry("training.tile-fraction", "1.0"),
          Map.entry("training.return-ceiling", "\"off\""),
          Map.entry("training.restate-weights", "false"),
          Map.entry("generator.engine", "\"native\""),
          Map.entry("generator.learning-rate-final", "\"off\""),
          Map.entry("generator.learning-rate-decay-steps", "3000000"),
          Map.entry("rollout.noise-at-top", "\"off\""),
          Map.entry("rollout.noise-spread", "1.0"),
          Map.entry("rollout.confirmation-episodes", "0"),
          Map.entry("rollout.confirmation-share", "1.0"),
          Map.entry("evaluation.average-decay", "\"off\""),
          Map.entry("coverage.share", "0.0"),
          Map.entry("coverage.along-curve", "0.5"),
          Map.entry("coverage.noise", "0.02"),
          Map.entry("coverage.noise-fall", "20.0"),
          Map.entry("coverage.batch-share", "0.5"),
          Map.entry("coverage.buckets", "100"),
          Map.entry("coverage.bucket-capacity", "9"));

  static Manifest of(ConfigLoader.Loaded loaded, Map<String, String> versions) {
    JsonNode config = parse(loaded.json());
    ObjectNode provenance = JSON.createObjectNode();
    provenance.put("created", Instant.now().toString());
    provenance.put("beginning", UUID.randomUUID().toString());
    provenance.put("host", ThisMachine.host());
    ObjectNode software = provenance.putObject("versions");
    versions.forEach(software::put);
    provenance.set("cpu", JSON.valueToTree(Machine.cpu()));
    Map<String, String> named = fixed(config);
    LATER_KEYS.forEach(named::remove);
    String hash = Sha256.hex(named.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    String run =
        Text.format(
            "%s-seed%d-%s", loaded.settings().env().id(), loaded.settings().run().seed(), hash);
    return new Manifest(run, config, provenance);
  }

  /** Returns the same run with other values of the keys that may change. */
  Manifest withConfig(ConfigLoader.Loaded loaded) {
    return new Manifest(run, parse(loaded.json()), provenance);
  }

  /**
   * Returns what decides how a simulation goes, and is not as it was where the run was begun; what
   * the manifest does not name counts as the same.
   *
   * @param versions of the software that would go on
   */
  Optional<String> otherSimulator(Map<String, String> versions) {
    Optional<String> mujoco =
        difference("MuJoCo", provenance.at("/versions/mujoco"), versions.get("mujoco"));
    return mujoco.isPresent()
        ? mujoco
        : difference(
            "a processor of type",
            provenance.at("/cpu/architecture"),
            Machine.cpu().get("architecture").toString());
  }

  /**
   * Returns how the processor's instructions differ, or what is made of them, which may change the
   * last bits of a row.
   */
  Optional<String> otherInstructions() {
    Map<String, Object> here = Machine.cpu();
    Optional<String> flags =
        difference(
            "instruction sets",
            provenance.at("/cpu/flags"),
            JSON.valueToTree(here.get("flags")).toString());
    return flags.isPresent()
        ? flags
        : difference(
            "OpenBLAS kernels",
            provenance.at("/cpu/openblas-kernels"),
            here.get("openblas-kernels").toString());
  }

  /** Returns whose the files of the run are; before runs had a beginning it is unknown. */
  RunIdentity identity() {
    return new RunIdentity(run, provenance.path("beginning").asText());
  }

  /** Returns when and where the run was begun, as far as that is known, as a sentence. */
  String origin() {
    String host = provenance.path("host").asText();
    return Text.format(
        "%s was begun at %s%s",
        run,
        provenance.path("created").asText("an unknown time"),
        host.isEmpty() ? "" : " on " + host);
  }

  /** Returns the versions of the software that the run was begun with. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    provenance
        .path("versions")
        .properties()
        .forEach(version -> versions.put(version.getKey(), version.getValue().asText()));
    return versions;
  }

  private static Optional<String> difference(String what, JsonNode there, String here) {
    String then = there.isValueNode() ? there.asText() : there.toString();
    return here == null || there.isMissingNode() || there.isNull() || then.equals(here)
        ? Optional.empty()
        : Optional.of(Text.format("%s %s, and this is %s", what, then, here));
  }

  /** Returns a line for each key that differs and on which stored rows depend. */
  List<String> differences(ConfigLoader.Loaded loaded) {
    Map<String, String> here = fixed(config);
    Map<String, String> there = fixed(parse(loaded.json()));
    return there.keySet().stream()
        .filter(key -> !there.get(key).equals(here.get(key)))
        .map(
            key ->
                Text.format(
                    "  %s: the run has %s, the configuration %s",
                    key, here.get(key), there.get(key)))
        .toList();
  }

  private static Map<String, String> fixed(JsonNode config) {
    Map<String, String> values = new TreeMap<>();
    flatten("", config, values);
    LATER_KEYS.forEach(values::putIfAbsent);
    values.keySet().removeIf(key -> FREE_KEYS.stream().anyMatch(key::startsWith));
    return values;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      values));
    } else {
      values.put(prefix, node.toString());
    }
  }

  byte[] toJson() {
    return SealedJson.seal(json()).toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("run", run);
    json.setAll((ObjectNode) provenance);
    json.set("config", config);
    return json;
  }

  /**
   * @throws SealedJson.DamagedException if the text is not what was written
   * @throws IllegalArgumentException if it is not that of a manifest
   */
  static Manifest ofJson(byte[] text) throws SealedJson.DamagedException {
    ObjectNode json = SealedJson.open(text, FIELDS);
    if (json.path("format").asInt() != FORMAT
        || !json.path("run").isTextual()
        || !json.path("config").isObject()) {
      throw new IllegalArgumentException(
          "it is not a manifest of format " + FORMAT + ", with 'run' and 'config'");
    }
    ObjectNode provenance = JSON.createObjectNode();
    for (String key : List.of("created", "beginning", "host", "versions", "cpu")) {
      if (json.has(key)) {
        provenance.set(key, json.get(key));
      }
    }
    return new Manifest(json.get("run").asText(), json.get("config"), provenance);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
