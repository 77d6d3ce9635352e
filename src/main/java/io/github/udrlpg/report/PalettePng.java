package io.github.udrlpg.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Encodes a drawing as PNG with a colour table, which takes a fraction of the bytes of full colour:
 * a chart has few colours, and the rare ones, on the edges of lines, have near neighbours.
 */
final class PalettePng {
  private static final int TABLE_SIZE = 256;

  private PalettePng() {}

  /**
   * Returns the PNG of an opaque image, its rarest colours replaced by the nearest frequent one.
   */
  static byte[] encode(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    int[] table = mostFrequent(counts);
    Map<Integer, Byte> indices = new HashMap<>();
    counts.keySet().forEach(color -> indices.put(color, nearest(color, table)));
    byte[] indexed = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indexed[i] = indices.get(pixels[i]);
    }
    IndexColorModel model =
        new IndexColorModel(8, table.length, table, 0, false, -1, DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    raster.setDataElements(0, 0, width, height, indexed);
    return write(new BufferedImage(model, raster, false, null));
  }

  private static int[] mostFrequent(Map<Integer, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TABLE_SIZE)
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private static byte nearest(int color, int[] table) {
    int best = 0;
    for (int i = 1; i < table.length; i++) {
      if (distance(color, table[i]) < distance(color, table[best])) {
        best = i;
      }
    }
    return (byte) best;
  }

  private static int distance(int a, int b) {
    int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
    int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
    int blue = (a & 0xff) - (b & 0xff);
    return red * red + green * green + blue * blue;
  }

  private static byte[] write(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(0); // The smallest file; PNG loses nothing at any setting.
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not encode a picture of the report as PNG", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
