import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * EU DSS about ASiC-E and CAdES. "judge ROOT FILE [CONTENT]": a line for each signature. "make OUT KEY CERTIFICATE
 * FILE...": an ASiC-E of the files, or of one more signature over a container.
 */
public final class Judge {
  public static void main(String[] words) throws Exception {
    if (words[0].equals("make")) {
      make(words);
      return;
    }
    CommonTrustedCertificateSource roots = new CommonTrustedCertificateSource();
    roots.addCertificate(DSSUtils.loadCertificate(new File(words[1])));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(roots);
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(words[2]));
    validator.setCertificateVerifier(verifier);
    if (words.length > 3) {
      validator.setDetachedContents(List.of(new FileDocument(words[3])));
    }
    Reports reports = validator.validateDocument();
    for (SignatureWrapper one : reports.getDiagnosticData().getSignatures()) {
      System.out.println(
          one.getSignatureFormat()
              + " intact=" + one.isSignatureIntact()
              + " valid=" + one.isSignatureValid()
              + " digests=" + one.getDigestMatchers().stream().allMatch(m -> m.isDataIntact())
              + " trusted=" + one.isTrustedChain()
              + " files=" + one.getSignatureScopes().size());
    }
  }

  private static void make(String[] words) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new PKCS8EncodedKeySpec(Files.readAllBytes(new File(words[2]).toPath())));
    List<DSSDocument> files = new ArrayList<>();
    for (int i = 4; i < words.length; i++) {
      files.add(new FileDocument(words[i]));
    }
    ASiCWithCAdESSignatureParameters parameters = new ASiCWithCAdESSignatureParameters();
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_E);
    parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(DSSUtils.loadCertificate(new File(words[3])));
    ASiCWithCAdESService service = new ASiCWithCAdESService(new CommonCertificateVerifier());
    ToBeSigned data = service.getDataToSign(files, parameters);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(data.getBytes());
    SignatureValue value = new SignatureValue(SignatureAlgorithm.ECDSA_SHA256, signature.sign());
    service.signDocument(files, parameters, value).save(words[1]);
    System.out.println("MADE");
  }
}
