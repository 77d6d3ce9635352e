package io.github.udrlpg.report;

import java.awt.Color;

/**
 * Colours of a picture by what they mark. The hues are from the palette of Okabe and Ito, which
 * people with any colour vision tell apart; series differ in lightness and stroke besides.
 */
enum Palette {
  LIGHT(
      0xffffff, 0x30363d, 0xe1e4e8, 0x0072b2, 0xd55e00, 0x9aa1a9, 0x009e73, 0xb0578d, 0xcfe1f2,
      0x08306b),
  DARK(
      0x161b22, 0xd0d7de, 0x30363d, 0x56b4e9, 0xe69f00, 0x7d8590, 0x2fc79c, 0xdd9dc4, 0x1d3f66,
      0xdcefff);

  /** How many sets of runs have a colour of their own. */
  static final int SERIES = 6;

  private final int background;
  private final int text;
  private final int grid;
  private final int main;
  private final int contrast;
  private final int faint;
  private final int third;
  private final int fourth;
  private final int few;
  private final int many;

  Palette(
      int background,
      int text,
      int grid,
      int main,
      int contrast,
      int faint,
      int third,
      int fourth,
      int few,
      int many) {
    this.background = background;
    this.text = text;
    this.grid = grid;
    this.main = main;
    this.contrast = contrast;
    this.faint = faint;
    this.third = third;
    this.fourth = fourth;
    this.few = few;
    this.many = many;
  }

  /** Returns what the picture stands on. */
  Color background() {
    return new Color(background);
  }

  /** Returns the colour of axis titles, tick labels and legend. */
  Color text() {
    return new Color(text);
  }

  /** Returns the colour of grid lines and axes. */
  Color grid() {
    return new Color(grid);
  }

  /** Returns the colour of what was measured. */
  Color main() {
    return new Color(main);
  }

  /** Returns the colour of what it is compared with. */
  Color contrast() {
    return new Color(contrast);
  }

  /** Returns the colour of what stands behind both. */
  Color faint() {
    return new Color(faint);
  }

  /** Returns the colour of a third kind of measurement. */
  Color third() {
    return new Color(third);
  }

  /** Returns the colour of a fourth kind of measurement. */
  Color fourth() {
    return new Color(fourth);
  }

  /**
   * Returns the colour of an amount, in one hue that moves away from the background with it.
   *
   * @param share from 0 for the least to 1 for the most
   */
  Color heat(double share) {
    Color from = new Color(few);
    Color to = new Color(many);
    return new Color(
        between(from.getRed(), to.getRed(), share),
        between(from.getGreen(), to.getGreen(), share),
        between(from.getBlue(), to.getBlue(), share));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }

  /** Returns the colour of one of several sets of runs; they repeat after {@link #SERIES}. */
  Color series(int index) {
    int[] hues =
        this == LIGHT
            ? new int[] {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x8c6d00, 0x30363d}
            : new int[] {0x56b4e9, 0xe69f00, 0x2fc495, 0xcc79a7, 0xf0e442, 0xd0d7de};
    return new Color(hues[index % SERIES]);
  }

  /** Returns {@code color} with the given opacity of 255. */
  static Color translucent(Color color, int opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }
}
