import java.nio.file.Path;
import java.nio.file.Paths;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.SignedDataValidateContainer;
import org.ofdrw.sign.verify.container.GBT35275ValidateContainer;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/** Prints one line for each file: VALID or INVALID with ofdrw's reason. */
public final class Judge {
  public static void main(String[] files) {
    SignedDataValidateContainer seal = new SESV4ValidateContainer();
    SignedDataValidateContainer sign = new GBT35275ValidateContainer();
    for (String file : files) {
      Path path = Paths.get(file);
      try (OFDReader reader = new OFDReader(path); OFDValidator validator = new OFDValidator(reader)) {
        validator.setValidator(
            (type, algorithm, content, value) ->
                (type == SigType.Sign ? sign : seal).validate(type, algorithm, content, value));
        validator.exeValidate();
        System.out.println("VALID " + path.getFileName());
      } catch (Exception problem) {
        System.out.println("INVALID " + path.getFileName() + " " + problem);
      }
    }
  }
}
