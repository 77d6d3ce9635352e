package io.github.udrlpg.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's npz: a zip file with one npy file, uncompressed, for each array. Source: NumPy's {@code
 * numpy.lib.format}, version 1.0 of the header.
 */
final class Npz {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** What the data begin at a multiple of, in bytes. */
  private static final int ALIGNMENT = 64;

  /** The same for all files, so that the same policy is the same file. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Returns the content of a file.
   *
   * @param metadata is stored as a JSON object in an array {@code metadata} of one text
   */
  static byte[] of(List<NamedArray> arrays, Map<String, String> metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (NamedArray array : arrays) {
        add(zip, array.name(), npy(array.type().numpy, array.shape(), array.bytes()));
      }
      add(zip, "metadata", text(JSON.writeValueAsString(metadata)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Texts are arrays of code points, four bytes each. */
  private static byte[] text(String text) {
    int[] points = text.codePoints().toArray();
    ByteBuffer data =
        ByteBuffer.allocate(Integer.BYTES * points.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asIntBuffer().put(points);
    return npy("<U" + points.length, List.of(), data.array());
  }

  private static byte[] npy(String type, List<Integer> shape, byte[] data) {
    // As NumPy itself writes it, with a comma behind the only size: some readers know no other way.
    String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String comma = shape.size() == 1 ? "," : "";
    String header =
        Text.format(
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }", type, sizes, comma);
    int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
    int begin = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String padded = header + " ".repeat(begin - unpadded) + "\n";
    return ByteBuffer.allocate(begin + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }
}
