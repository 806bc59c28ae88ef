package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority to be thrown away, with certificates for a server and a client, and another authority of the same name
 * that nobody trusts: made by the JDK's keytool.
 */
final class Certificates {

    /** The client's subject; its file is trusted. */
    static final String CLIENT = "CN=alice,O=Example";

    static final String AUTHORITY = "CN=Clients";

    private static final String PASSWORD = "changeit";

    private final KeyStore store;

    private Certificates(KeyStore store) {
        this.store = store;
    }

    /** Makes them, and for the web server {@code server.pem}, {@code server.key} and {@code clients.pem}. */
    static Certificates make(Workspace workspace) throws IOException, InterruptedException {
        Path file = workspace.path("certificates.p12");
        make(workspace, file, "authority", AUTHORITY, "-ext", "bc:c");
        make(workspace, file, "forger", AUTHORITY, "-ext", "bc:c");
        make(workspace, file, "server", "CN=localhost", "-signer", "authority", "-ext", "san=dns:localhost");
        make(workspace, file, "alice", CLIENT, "-signer", "authority");
        make(workspace, file, "forged", CLIENT, "-signer", "forger");
        try {
            Certificates made = new Certificates(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            Files.writeString(workspace.path("server.pem"), pem("CERTIFICATE", made.certificate("server")));
            Files.writeString(workspace.path("server.key"), pem("PRIVATE KEY", made.key("server")));
            Files.writeString(workspace.path("clients.pem"), pem("CERTIFICATE", made.certificate("authority")));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void make(Workspace workspace, Path store, String alias, String subject, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-alias", alias, "-dname", subject, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of(options));
        ChildProcess keytool = ChildProcess.start("keytool", workspace, command, Map.of());
        assertThat(keytool.awaitExit(60)).as(command + keytool.output()).isZero();
    }

    /**
     * {@return how a client connects that trusts the server}
     *
     * @param alias of the certificate that it has: {@code alice}, {@code forged}, or none of these
     * @param protocol the highest version of TLS
     */
    SSLContext client(String alias, String protocol) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (store.containsAlias(alias)) {
            own.setKeyEntry(alias, store.getKey(alias, password()), password(), store.getCertificateChain(alias));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, password());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** {@return the certificate as a header field can carry it} */
    String onOneLine(String alias) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate(alias)).replace("\n", "%0A").replace(" ", "%20");
    }

    private byte[] certificate(String alias) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate(alias);
        return certificate.getEncoded();
    }

    private byte[] key(String alias) throws GeneralSecurityException {
        Key key = store.getKey(alias, password());
        return key.getEncoded();
    }

    private static char[] password() {
        return PASSWORD.toCharArray();
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
