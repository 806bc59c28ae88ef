package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {

    /** The vectors of FIPS 180-2, and the empty message; the last one needs many buffers. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',  0,       e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            abc, 1,       ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            a,   1000000, cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0
            """)
    void countsAndHashesToTheEnd(String text, int times, String sha256) throws Exception {
        byte[] bytes = text.repeat(times).getBytes(StandardCharsets.US_ASCII);
        assertThat(Digest.of(new ByteArrayInputStream(bytes))).isEqualTo(new Digest(bytes.length, sha256));
    }
}
