/** What the promises of docs/reliability.md are tested with: faults that are injected for real. */
package io.github.udrlpg.reliability;
