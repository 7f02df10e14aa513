import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.GBT35275PKCS9DSContainer;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;
import org.ofdrw.sign.stamppos.RidingStampPos;
import org.ofdrw.sign.stamppos.Side;

/**
 * Signs an OFD by ofdrw: in, out, how (seal, riding, sign, last), then a PKCS#8 key, a certificate and a seal, all DER.
 */
public final class Maker {
  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    Path in = Paths.get(words[0]);
    Path out = Paths.get(words[1]);
    String how = words[2];
    PrivateKey key =
        KeyFactory.getInstance("EC", "BC")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Paths.get(words[3]))));
    Certificate certificate =
        CertificateFactory.getInstance("X.509", "BC")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Paths.get(words[4]))));
    SESeal seal = SESeal.getInstance(Files.readAllBytes(Paths.get(words[5])));
    try (OFDReader reader = new OFDReader(in); OFDSigner signer = new OFDSigner(reader, out)) {
      signer.setSignMode(how.equals("last") ? SignMode.WholeProtected : SignMode.ContinueSign);
      if (how.equals("sign")) {
        signer.setSignContainer(new GBT35275PKCS9DSContainer(certificate, key));
      } else {
        signer.setSignContainer(new SESV4Container(key, seal, certificate));
        signer.addApPos(
            how.equals("riding")
                ? new RidingStampPos(Side.Right, 100d, 42, 42)
                : new NormalStampPos(1, 50, 50, 42, 42));
      }
      signer.exeSign();
    }
    System.out.println("MADE " + out.getFileName());
  }
}
