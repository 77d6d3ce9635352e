package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of texts, as HTML for pages and as plain text for terminals.
 *
 * @param headers the heads of the columns
 * @param rows the cells of each row, as many as heads; the first one names the row
 */
public record Table(List<String> headers, List<List<String>> rows) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a row has another number of cells than there are heads
   */
  public Table {
    headers = List.copyOf(headers);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headers.size()) {
        throw new IllegalArgumentException(
            Text.format("Every row needs %d cells, found %s", headers.size(), row));
      }
    }
  }

  /** Returns a number for a table: a dash where it is not finite. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size >= 1e12) {
      return Axis.plain(value);
    }
    double digits = size >= 1000 ? 1 : size >= 10 ? 10 : 1000;
    return Axis.plain(Math.round(value * digits) / digits);
  }

  /** Returns both ends of an interval in brackets, or a dash. */
  public static String interval(double lower, double upper) {
    return Double.isFinite(lower) && Double.isFinite(upper)
        ? Text.format("[%s, %s]", number(lower), number(upper))
        : "–";
  }

  /** Returns the element. */
  String html() {
    String head =
        headers.stream()
            .map(header -> Text.format("<th scope=\"col\">%s</th>", Html.escape(header)))
            .collect(Collectors.joining());
    String body =
        rows.stream()
            .map(
                row ->
                    row.stream()
                        .map(cell -> Text.format("<td>%s</td>", Html.escape(cell)))
                        .collect(Collectors.joining("", "<tr>", "</tr>\n")))
            .collect(Collectors.joining());
    return Text.format(
        """
        <div class="scroll">
        <table class="numbers named">
        <thead><tr>%s</tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        """,
        head, body);
  }

  /** Returns the table in columns of equal width, a line for each row. */
  public String text() {
    List<Integer> widths =
        IntStream.range(0, headers.size())
            .mapToObj(
                column ->
                    Stream.concat(Stream.of(headers), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
            .toList();
    StringBuilder text = new StringBuilder(line(headers, widths));
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths.get(i) - cells.get(i).length());
      line.append(i == 0 ? cells.get(i) + padding : "  " + padding + cells.get(i));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
