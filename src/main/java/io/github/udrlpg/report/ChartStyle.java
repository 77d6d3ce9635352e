package io.github.udrlpg.report;

/** Size and colours of a picture. */
public enum ChartStyle {
  /** For a page or a document with a light background. */
  WIDE_LIGHT(760, 420, 13, Palette.LIGHT),
  /** For a page with a dark background. */
  WIDE_DARK(760, 420, 13, Palette.DARK),
  /** For a phone with a light background. */
  NARROW_LIGHT(360, 400, 12, Palette.LIGHT),
  /** For a phone with a dark background. */
  NARROW_DARK(360, 400, 12, Palette.DARK);

  /** Pixels of the picture for each point of its size, so that it is sharp on dense screens. */
  static final int PIXELS_PER_POINT = 2;

  private final int width;
  private final int height;
  private final int fontSize;
  private final Palette palette;

  ChartStyle(int width, int height, int fontSize, Palette palette) {
    this.width = width;
    this.height = height;
    this.fontSize = fontSize;
    this.palette = palette;
  }

  /** Returns the width on the page, in points. */
  int width() {
    return width;
  }

  /** Returns the height on the page, in points. */
  int height() {
    return height;
  }

  /** Returns the size of tick labels, in points. */
  int fontSize() {
    return fontSize;
  }

  Palette palette() {
    return palette;
  }

  boolean isNarrow() {
    return width < 500;
  }
}
