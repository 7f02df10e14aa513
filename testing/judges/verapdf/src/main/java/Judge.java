import java.io.File;
import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Arguments: level and file, again and again. Prints COMPLIANT or a line for each rule that is broken. */
public class Judge {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 0; i + 1 < args.length; i += 2) {
      PDFAFlavour flavour = PDFAFlavour.fromString(args[i]);
      String name = new File(args[i + 1]).getName();
      try (PDFAParser parser =
              Foundries.defaultInstance().createParser(new FileInputStream(args[i + 1]), flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println((result.isCompliant() ? "COMPLIANT " : "BROKEN ") + name);
        Set<String> seen = new LinkedHashSet<>();
        for (TestAssertion one : result.getTestAssertions()) {
          String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
          if (one.getStatus() == TestAssertion.Status.FAILED && seen.add(rule)) {
            System.out.println("  " + name + " " + rule + " " + one.getMessage());
          }
        }
      }
    }
  }
}
