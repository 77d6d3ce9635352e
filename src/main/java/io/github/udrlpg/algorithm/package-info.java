/**
 * What learns. {@code Udrlpg} is the paper's method (arXiv 2501.16288), and its page; a {@code
 * Learner} sees the rest of the program as its {@code Harness}.
 *
 * <p>Imports {@code buffer}, {@code config}, {@code env}, {@code generator}, {@code linalg}, {@code
 * metrics}, {@code nn}, {@code policy}, {@code rollout} and {@code store}.
 */
package io.github.udrlpg.algorithm;
