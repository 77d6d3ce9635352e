/**
 * The directory of a run: the manifest that says what it is, the summary at its end, and its
 * report. It imports {@code config}, {@code diagnosis}, {@code linalg}, {@code metrics}, {@code
 * report}, {@code rollout}, {@code stats}, {@code store}, {@code text} and {@code harness}; {@code
 * spark} calls it to run whole trainings in tasks, otherwise the command line.
 */
package io.github.udrlpg.run;
