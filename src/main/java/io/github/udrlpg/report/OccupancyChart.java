package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.Occupancy;
import io.github.udrlpg.report.ReportData.OccupancyPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** How many policies of each return were live over time: a heat map with a step for each colour. */
final class OccupancyChart {
  private static final int MOST_COLUMNS_WIDE = 80;
  private static final int MOST_COLUMNS_NARROW = 40;
  private static final int MOST_ROWS = 40;
  private static final int COLORS_WIDE = 6;
  private static final int COLORS_NARROW = 4;

  private OccupancyChart() {}

  /** A rectangle of the picture: a range of environment steps and of returns. */
  record Cell(double left, double right, double bottom, double top, long live) {}

  static XYChart of(ReportData data, ChartStyle style) {
    List<Cell> cells = cells(data.occupancy(), style);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("A heat map needs at least one bucket at one evaluation");
    }
    double last = cells.stream().mapToDouble(Cell::right).max().orElseThrow();
    double bottom = cells.stream().mapToDouble(Cell::bottom).min().orElseThrow();
    double top = cells.stream().mapToDouble(Cell::top).max().orElseThrow();
    double margin = 0.01 * (top - bottom);
    XYChart chart =
        Canvas.of(
            style,
            "Environment steps",
            "Return of an episode",
            new Axis(-0.01 * last, 1.01 * last),
            new Axis(bottom - margin, top + margin));
    chart.getStyler().setPlotGridLinesVisible(false);
    long most = cells.stream().mapToLong(Cell::live).max().orElseThrow();
    List<Long> lowest = steps(most, style.isNarrow() ? COLORS_NARROW : COLORS_WIDE);
    for (int i = 0; i < lowest.size(); i++) {
      long from = lowest.get(i);
      long to = i + 1 < lowest.size() ? lowest.get(i + 1) - 1 : most;
      List<Cell> ofColor =
          cells.stream().filter(cell -> cell.live() >= from && cell.live() <= to).toList();
      if (!ofColor.isEmpty()) {
        double share = lowest.size() == 1 ? 1 : (double) i / (lowest.size() - 1);
        fill(chart, from == to ? "" + from : from + "–" + to, ofColor, style, share);
      }
    }
    return chart;
  }

  /** Returns the least count of each colour, so that each covers about the same factor. */
  static List<Long> steps(long most, int colors) {
    return IntStream.range(0, colors)
        .mapToLong(i -> (long) Math.ceil(Math.pow((double) most, (double) i / colors) - 1e-9))
        .distinct()
        .boxed()
        .toList();
  }

  private static List<Cell> cells(Occupancy occupancy, ChartStyle style) {
    TreeMap<Long, List<OccupancyPoint>> columns = new TreeMap<>();
    int rows = 1;
    for (OccupancyPoint point : occupancy.points()) {
      columns.computeIfAbsent(point.envSteps(), unused -> new ArrayList<>()).add(point);
      rows = Math.max(rows, point.bucket() + 1);
    }
    int merged = (rows + MOST_ROWS - 1) / MOST_ROWS;
    List<Cell> cells = new ArrayList<>();
    double left = 0;
    for (long step :
        Thinning.evenly(
            List.copyOf(columns.keySet()),
            style.isNarrow() ? MOST_COLUMNS_NARROW : MOST_COLUMNS_WIDE)) {
      double right = Math.max((double) step, left + 1);
      Map<Integer, Long> live = new TreeMap<>();
      columns.get(step).forEach(p -> live.merge(p.bucket() / merged, p.live(), Long::sum));
      for (Map.Entry<Integer, Long> row : live.entrySet()) {
        if (row.getValue() > 0) {
          double height = merged * occupancy.width();
          double bottom = occupancy.min() + row.getKey() * height;
          cells.add(new Cell(left, right, bottom, bottom + height, row.getValue()));
        }
      }
      left = right;
    }
    return cells;
  }

  /**
   * Fills all cells of a colour as one outline: from the first corner of each to that of the next,
   * and back the same way, so that what lies between them is not inside.
   */
  static void fill(XYChart chart, String name, List<Cell> cells, ChartStyle style, double share) {
    int count = cells.size();
    double[] x = new double[6 * count];
    double[] y = new double[6 * count];
    for (int i = 0; i < count; i++) {
      Cell cell = cells.get(i);
      double[] cornersX = {cell.left(), cell.right(), cell.right(), cell.left(), cell.left()};
      double[] cornersY = {cell.bottom(), cell.bottom(), cell.top(), cell.top(), cell.bottom()};
      System.arraycopy(cornersX, 0, x, 5 * i, 5);
      System.arraycopy(cornersY, 0, y, 5 * i, 5);
      x[6 * count - 1 - i] = cell.left();
      y[6 * count - 1 - i] = cell.bottom();
    }
    Canvas.area(chart, name, x, y, style.palette().heat(share));
  }
}
