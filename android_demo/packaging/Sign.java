import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Aligns and signs an APK, then verifies it: {@code java -cp apksig.jar Sign.java IN OUT KEYSTORE ALIAS PASSWORD MIN_SDK}. */
public final class Sign {
  private static final int PAGE_BYTES = 16384;

  public static void main(String[] arguments) throws Exception {
    File target = new File(arguments[1]);
    new ApkSigner.Builder(List.of(signer(arguments[2], arguments[3], arguments[4].toCharArray())))
        .setInputApk(new File(arguments[0]))
        .setOutputApk(target)
        .setMinSdkVersion(Integer.parseInt(arguments[5]))
        .setAlignmentPreserved(false)
        .setLibraryPageAlignmentBytes(PAGE_BYTES)
        .build()
        .sign();
    ApkVerifier.Result result = new ApkVerifier.Builder(target).build().verify();
    if (!result.isVerified() || !result.getErrors().isEmpty()) {
      throw new IllegalStateException("the signature does not verify: " + result.getErrors());
    }
  }

  private static ApkSigner.SignerConfig signer(String store, String alias, char[] password) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream input = new FileInputStream(store)) {
      keys.load(input, password);
    }
    PrivateKey key = (PrivateKey) keys.getKey(alias, password);
    X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
    return new ApkSigner.SignerConfig.Builder(alias, key, List.of(certificate)).build();
  }
}
