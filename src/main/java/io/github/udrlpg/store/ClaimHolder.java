package io.github.udrlpg.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who holds a claim.
 *
 * @param claim a random identifier
 * @param what is being made there
 * @param application as a cluster calls it, the same for all attempts; empty outside of one
 * @param host the machine's name
 * @param processes where process numbers mean the same: a machine since it was started, and on it a
 *     container; empty where that cannot be found out
 * @param process the process' number
 * @param started when the process was started
 * @param since when the claim was made
 */
record ClaimHolder(
    String claim,
    DirectoryClaim.What what,
    String application,
    String host,
    String processes,
    long process,
    String started,
    String since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The claims of this process that are not given up. */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  static ClaimHolder here(DirectoryClaim.What what, String application) {
    return new ClaimHolder(
        UUID.randomUUID().toString(),
        what,
        application,
        ThisMachine.host(),
        ThisMachine.processes(),
        ProcessHandle.current().pid(),
        started(ProcessHandle.current()),
        Instant.now().toString());
  }

  void hold() {
    HELD.add(claim);
  }

  void giveUp() {
    HELD.remove(claim);
  }

  /**
   * Returns whether nobody can still act by this claim. Of another machine's process nobody here
   * can say that.
   */
  boolean isGone() {
    if (processes.isEmpty() || !processes.equals(ThisMachine.processes())) {
      return false;
    }
    if (process == ProcessHandle.current().pid()
        && started.equals(started(ProcessHandle.current()))) {
      return !HELD.contains(claim);
    }
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(found -> started(found).equals(started))
        .isEmpty();
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("claim", claim);
    json.put("kind", what.kind());
    json.put("name", what.name());
    json.put("application", application);
    json.put("host", host);
    json.put("processes", processes);
    json.put("process", process);
    json.put("started", started);
    json.put("since", since);
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A claim that cannot be read is one all the same: nobody knows whose. */
  static ClaimHolder ofJson(byte[] text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (IOException e) {
      json = JSON.createObjectNode();
    }
    return new ClaimHolder(
        json.path("claim").asText(),
        new DirectoryClaim.What(json.path("kind").asText("job"), json.path("name").asText()),
        json.path("application").asText(),
        json.path("host").asText("an unknown machine"),
        json.path("processes").asText(),
        json.path("process").asLong(),
        json.path("started").asText(),
        json.path("since").asText("an unknown time"));
  }

  /** Returns who it is, as a sentence. */
  String sentence() {
    return Text.format(
        "%s was begun by process %s on %s at %s",
        what.name().isEmpty() ? "It" : what.name(), process, host, since);
  }
}
