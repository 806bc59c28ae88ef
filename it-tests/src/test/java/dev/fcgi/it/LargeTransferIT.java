package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.ApplicationProcess.Resources;
import dev.fcgi.it.app.Data;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies many times larger than the heap of the application, which is 64 MiB. */
@Timeout(240)
class LargeTransferIT {

    private static final long MIB = 1L << 20;

    @ParameterizedTest(name = "{1} MiB, Unix socket {0}")
    @CsvSource({"false, 50", "true, 50", "false, 1024", "true, 1024"})
    void transfersWithASmallHeap(boolean unixSocket, long mebibytes) throws Exception {
        Application application = Application.runner(unixSocket).withEnvironment("FCGI_JAVA_OPTS", "-Xmx64m");
        Deployment.whileRunning(
                workspace -> Deployment.start(
                        workspace, Nginx.fastCgi(true, false), application, ContractApp.assemble(workspace)),
                deployment -> {
                    Resources before = deployment.resourcesAfter("/contract/facts");
                    upload(deployment.client(), mebibytes * MIB);
                    download(deployment.client(), mebibytes * MIB);
                    deployment.stop(before);
                });
    }

    private static void upload(Client client, long length) throws Exception {
        MessageDigest digest = Data.newSha256();
        try (RawHttp connection = client.connect();
                InputStream data = new DigestInputStream(new Data(1, length), digest)) {
            connection
                    .request("POST", "/contract/streamed/upload", "Content-Length: " + length)
                    .send(data);
            assertThat(connection.readReply().text())
                    .isEqualTo(length + " " + HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static void download(Client client, long length) throws Exception {
        MessageDigest digest = Data.newSha256();
        try (RawHttp connection = client.connect()) {
            connection.request("GET", "/contract/download?seed=2&bytes=" + length);
            InputStream body = new DigestInputStream(connection.body(connection.readHead()), digest);
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(length);
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Data.sha256(2, length));
    }
}
