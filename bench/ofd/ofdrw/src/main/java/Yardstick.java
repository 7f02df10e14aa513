import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ofdrw.converter.FontLoader;
import org.ofdrw.converter.export.ImageExporter;
import org.ofdrw.converter.ofdconverter.PDFConverter;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.VirtualPage;
import org.ofdrw.layout.element.Paragraph;
import org.ofdrw.layout.element.Position;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;

/**
 * Does one job several times and prints the milliseconds of each run, then the most memory the process ever held.
 * Arguments: job (text, draw, write, convert), input file or -, output file or folder, runs, pages, a font file for 宋体.
 */
public final class Yardstick {
  public static void main(String[] args) throws Exception {
    String job = args[0];
    Path input = Path.of(args[1]);
    Path output = Path.of(args[2]);
    int runs = Integer.parseInt(args[3]);
    int pages = Integer.parseInt(args[4]);
    if (args.length > 5) {
      for (String name : List.of("宋体", "SimSun", "楷体", "KaiTi", "Courier New", "仿宋", "黑体")) {
        FontLoader.getInstance().addSystemFontMapping(name, args[5]);
      }
    }
    for (int run = 0; run < runs; run++) {
      long since = System.nanoTime();
      int amount =
          switch (job) {
            case "text" -> text(input);
            case "draw" -> draw(input, output, pages);
            case "write" -> write(output, pages);
            case "convert" -> convert(input, output);
            default -> throw new IllegalArgumentException(job);
          };
      System.out.println("ms " + (System.nanoTime() - since) / 1e6 + " amount " + amount);
    }
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      status.filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
    }
    System.exit(0);
  }

  /** Opens and takes all text; answers the number of characters. */
  private static int text(Path input) throws Exception {
    try (OFDReader reader = new OFDReader(input)) {
      return new ContentExtractor(reader).extractAll().stream().mapToInt(String::length).sum();
    }
  }

  /** The first pages as PNG at 150 dpi. */
  private static int draw(Path input, Path folder, int pages) throws Exception {
    try (ImageExporter exporter = new ImageExporter(input, folder, "PNG", 150 / 25.4)) {
      int[] indexes = new int[pages];
      for (int i = 0; i < pages; i++) {
        indexes[i] = i;
      }
      exporter.export(indexes);
      return exporter.getImgFilePaths().size();
    }
  }

  /** Pages of 22 lines of 28 characters, each line placed where it belongs. */
  private static int write(Path output, int pages) throws Exception {
    try (OFDDoc document = new OFDDoc(output)) {
      for (int page = 0; page < pages; page++) {
        VirtualPage sheet = new VirtualPage(document.getPageLayout());
        for (int line = 0; line < 22; line++) {
          Paragraph paragraph = new Paragraph("第" + (page + 1) + "页第" + (line + 1) + "行：各村要落实网格责任，逐户排查火灾隐患并记入台账。", 5.0);
          paragraph.setPosition(Position.Absolute).setX(28.0).setY(37.0 + 10 * line).setWidth(156.0);
          paragraph.setMargin(0.0);
          paragraph.setPadding(0.0);
          sheet.add(paragraph);
        }
        document.addVPage(sheet);
      }
    }
    return (int) Files.size(output);
  }

  /** A PDF as OFD with its vectors. */
  private static int convert(Path input, Path output) throws Exception {
    Files.deleteIfExists(output);
    try (PDFConverter converter = new PDFConverter(output)) {
      converter.convert(input);
    }
    return (int) Files.size(output);
  }
}
