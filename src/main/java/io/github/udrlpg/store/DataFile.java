package io.github.udrlpg.store;

import java.io.Serializable;

/**
 * A finished Parquet file of the dataset.
 *
 * @param path below the dataset's directory, with forward slashes
 * @param rows its policies
 * @param bytes its length
 * @param sha256 its checksum, hexadecimal
 */
public record DataFile(String path, long rows, long bytes, String sha256) implements Serializable {}
