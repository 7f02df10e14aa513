import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.imageio.ImageIO;
import org.ofdrw.converter.FontLoader;
import org.ofdrw.converter.ImageMaker;
import org.ofdrw.reader.OFDReader;

/**
 * Draws every page of OFD files as PNG. Arguments: a file of lines "font name TAB font file", dots per inch, the
 * folder to write to, then the files. Prints "PAGE file page picture" or "FAILED file page reason", pages from 0,
 * fields separated by tabs.
 */
public final class Pixels {
  public static void main(String[] args) throws Exception {
    // bytes, not the platform's charset: font names are Chinese
    for (String line : Files.readAllLines(Paths.get(args[0]), StandardCharsets.UTF_8)) {
      String[] fields = line.split("\t");
      FontLoader.getInstance().addSystemFontMapping(fields[0], fields[1]);
    }
    double pixelsPerMm = Double.parseDouble(args[1]) / 25.4;
    Path folder = Paths.get(args[2]);
    for (int i = 3; i < args.length; i++) {
      draw(Paths.get(args[i]), folder, pixelsPerMm);
    }
    System.exit(0);
  }

  private static void draw(Path file, Path folder, double pixelsPerMm) {
    int pages = 1;
    int page = 0;
    String name = file.getFileName().toString();
    try (OFDReader reader = new OFDReader(file)) {
      ImageMaker maker = new ImageMaker(reader, pixelsPerMm);
      // seals as opaque as ours: its default lets three quarters of them through
      maker.config.setStampOpacity(1f);
      pages = maker.pageSize();
      for (; page < pages; page++) {
        BufferedImage image = maker.makePage(page);
        Path picture = folder.resolve(name + "-" + page + ".png");
        ImageIO.write(image, "PNG", picture.toFile());
        System.out.println("PAGE\t" + name + "\t" + page + "\t" + picture);
      }
    } catch (Throwable problem) {
      for (; page < pages; page++) {
        System.out.println("FAILED\t" + name + "\t" + page + "\t" + problem);
      }
    }
  }
}
