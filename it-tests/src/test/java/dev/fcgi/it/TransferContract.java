package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.Data;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bodies larger than any buffer on the way, both ways, checked byte for byte. */
interface TransferContract extends Contract {

    long BYTES = 100L << 20;

    @Test
    default void uploads100Mebibytes() throws Exception {
        upload(client(), BYTES);
    }

    @Test
    default void downloads100Mebibytes() throws Exception {
        download(client(), BYTES);
    }

    /** Sends this many bytes while they are read. */
    static void upload(Client client, long length) throws IOException {
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

    /** Reads this many bytes while they are written. */
    static void download(Client client, long length) throws IOException {
        MessageDigest digest = Data.newSha256();
        try (RawHttp connection = client.connect()) {
            connection.request("GET", "/contract/download?seed=2&bytes=" + length);
            InputStream body = new DigestInputStream(connection.body(connection.readHead()), digest);
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(length);
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Data.sha256(2, length));
    }
}
