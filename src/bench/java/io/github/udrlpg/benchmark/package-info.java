/**
 * The entrance to the benchmarks, {@code jobs/bench}. Each benchmark lives beside the code that it
 * measures; here is the list of them and what they share. Nothing of it goes into the jar, and no
 * test asserts a time.
 */
package io.github.udrlpg.benchmark;
