package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect (section 3.2). */
@Timeout(60)
class AcceptConformanceTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void allow(String list) throws Exception {
        server.factory.setAllowedPeers(PeerAddresses.parse(list));
        server.start();
    }

    private static byte[] request() {
        return new Records()
                .begin(1, false)
                .params(1, params("GET", "/"))
                .end(RecordType.STDIN, 1)
                .bytes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1,127.0.0.1",
                " 10.0.0.1 , 127.0.0.1 ",
                "10.0.0.1,127.0.0.0/8,192.0.2.1",
                "::ffff:127.0.0.1"
            })
    void fcgi_3_2_1_aPeerOfTheListIsServed(String list) throws Exception {
        allow(list);
        try (FcgiClient client = server.connect()) {
            assertThat(client.write(request()).response(1).head()).startsWith("Status: ");
        }
        assertThat(server.handled).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "10.0.0.1,192.0.2.0/24", "::1"})
    void fcgi_3_2_2_anotherPeerIsClosedWithoutAByte(String list) throws Exception {
        allow(list);
        try (FcgiClient client = server.connect()) {
            assertThat(client.closed()).as("closed, nothing written").isTrue();
        }
        assertThat(server.handled).hasValue(0);
        assertThat(server.factory.getRefusedConnections()).isEqualTo(1);
    }

    @Test
    void fcgi_3_2_2_aRequestOfAnotherPeerReachesNoApplication() throws Exception {
        allow("192.0.2.1");
        for (int i = 1; i <= 20; i++) {
            long refused = i;
            try (FcgiClient client = server.connect()) {
                client.write(request());
                TestServer.await().until(() -> server.factory.getRefusedConnections() == refused);
            } catch (IOException closedAlready) {
                TestServer.await().until(() -> server.factory.getRefusedConnections() == refused);
            }
        }
        assertThat(server.handled).hasValue(0);
    }

    @Test
    void fcgi_3_2_3_aConnectionThatIsNotTcpIsClosed(@TempDir Path directory) throws Exception {
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        factory.setAllowedPeers(PeerAddresses.parse("127.0.0.1,::1"));
        FcgiUnixConnector connector = new FcgiUnixConnector(server.server, factory);
        Path socket = directory.resolve("s");
        connector.setUnixDomainPath(socket);
        server.server.addConnector(connector);
        server.start();
        try (FcgiClient client = new FcgiClient(UnixDomainSocketAddress.of(socket))) {
            assertThat(client.closed()).isTrue();
        }
        assertThat(factory.getRefusedConnections()).isEqualTo(1);
    }

    @Test
    void fcgi_3_2_5_withoutAListNoPeerIsLookedUp() throws Exception {
        server.start();
        try (FcgiClient client = server.connect()) {
            assertThat(client.write(request()).response(1).head()).startsWith("Status: ");
        }
        assertThat(server.handled).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::1, true",
        "fe80::1, fe80::2, false",
        "fe80::/10, fe80::2, true",
        "2001:db8::/32, 2001:db9::1, false",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "10.0.0.0/9, 10.127.1.1, true",
        "10.0.0.0/9, 10.128.1.1, false"
    })
    void fcgi_3_2_6_wholeAddressesAreCompared(String list, String peer, boolean served) throws Exception {
        server.start();
        assertThat(PeerAddresses.parse(list).test(new InetSocketAddress(InetAddress.getByName(peer), 1)))
                .isEqualTo(served);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "127.0.0.1,,10.0.0.1",
                "127.0.0.1,x",
                "localhost",
                "face",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "127.0.0.1-9",
                "::g",
                "*"
            })
    void fcgi_3_2_6_aMalformedListIsRefused(String list) throws Exception {
        server.start();
        assertThatThrownBy(() -> PeerAddresses.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + list + "'")
                .hasMessageEndingWith("is no IPv4 or IPv6 address or CIDR block, as in 127.0.0.1,10.0.0.0/8,::1");
    }
}
