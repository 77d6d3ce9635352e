package io.github.udrlpg.store;

/**
 * The weights of a stored policy, with as much of its row as tells it from another.
 *
 * @param policy the policy's index in its iteration
 * @param scaledReturn what it achieved on the scale of commands
 * @param weights {@code [parameters]}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record StoredWeights(int policy, double scaledReturn, float[] weights) {}
