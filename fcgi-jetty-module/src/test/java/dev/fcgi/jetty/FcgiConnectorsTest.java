package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.servlet.TrustPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FcgiConnectorsTest {
    @TempDir
    Path directory;

    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private FcgiUnixConnector unix(String name) {
        FcgiUnixConnector connector = new FcgiUnixConnector(server, new FcgiConnectionFactory());
        connector.setUnixDomainPath(directory.resolve(name));
        server.addConnector(connector);
        return connector;
    }

    private static void assertServes(Path socket) throws Exception {
        try (FcgiClient client = new FcgiClient(UnixDomainSocketAddress.of(socket))) {
            Records records =
                    new Records().begin(1, false).params(1, params("GET", "/")).end(RecordType.STDIN, 1);
            assertThat(client.write(records.bytes()).response(1).head()).startsWith("Status: 404 Not Found\r\n");
            assertThat(client.closed()).isTrue();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void servesAUnixSocketAndRemovesItAtTheEnd() throws Exception {
        unix("app.sock");
        server.start();
        assertServes(directory.resolve("app.sock"));
        assertThat(files()).containsExactly("app.sock");
        server.stop();
        assertThat(files()).isEmpty();
    }

    @Test
    void p_18_breaksTheFramingForAnExceptionBehindTheHead() throws Exception {
        unix("app.sock");
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(
                        false,
                        ByteBuffer.allocate(1000),
                        Callback.from(
                                () -> callback.failed(new IllegalStateException("on purpose")), callback::failed));
                return true;
            }
        });
        server.start();
        try (FcgiClient client = new FcgiClient(UnixDomainSocketAddress.of(directory.resolve("app.sock")))) {
            Records records =
                    new Records().begin(1, false).params(1, params("GET", "/")).end(RecordType.STDIN, 1);
            client.write(records.bytes());
            assertThatThrownBy(() -> client.response(1)).hasMessageContaining("FastCGI version 255");
        }
    }

    @Test
    void startsAgainAfterAStop() throws Exception {
        unix("app.sock");
        server.start();
        server.stop();
        server.start();
        assertServes(directory.resolve("app.sock"));
    }

    @ParameterizedTest
    @CsvSource({"0660, rw-rw----", "666, rw-rw-rw-", "0600, rw-------", "0777, rwxrwxrwx"})
    void p_12_givesTheSocketItsMode(String mode, String permissions) throws Exception {
        unix("app.sock").setMode(mode);
        server.start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("app.sock"))))
                .isEqualTo(permissions);
    }

    @Test
    void p_12_givesTheSocketItsGroup() throws Exception {
        String own = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        unix("app.sock").setGroup(own);
        server.start();
        assertThat(Files.readAttributes(directory.resolve("app.sock"), PosixFileAttributes.class)
                        .group()
                        .getName())
                .isEqualTo(own);
    }

    @Test
    void p_12_refusesAnUnknownGroup() throws Exception {
        unix("app.sock").setGroup("no-such-group");
        assertThatThrownBy(server::start)
                .hasMessageContaining("group 'no-such-group'")
                .hasMessageContaining("unknown");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "660x", "0888", "4755", "rw-rw----", "66"})
    void p_12_refusesABadMode(String mode) {
        FcgiUnixConnector connector = unix("app.sock");
        assertThatThrownBy(() -> connector.setMode(mode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + mode + "'");
    }

    @Test
    void p_12_replacesTheSocketOfADeadProcess() throws Exception {
        Path path = directory.resolve("app.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        unix("app.sock");
        server.start();
        assertServes(path);
    }

    @Test
    void p_12_leavesALiveSocketAlone() throws Exception {
        unix("app.sock");
        server.start();
        Server second = new Server();
        FcgiUnixConnector connector = new FcgiUnixConnector(second, new FcgiConnectionFactory());
        connector.setUnixDomainPath(directory.resolve("app.sock"));
        second.addConnector(connector);
        assertThatThrownBy(second::start).hasMessageContaining("in use by another process");
        second.stop();
        assertServes(directory.resolve("app.sock"));
    }

    @Test
    void p_12_leavesAFileThatIsNoSocketAlone() throws Exception {
        Files.writeString(directory.resolve("app.sock"), "precious");
        unix("app.sock");
        assertThatThrownBy(server::start).hasMessageContaining("a file that is no socket");
        assertThat(directory.resolve("app.sock")).hasContent("precious");
        assertThat(files()).containsExactly("app.sock");
    }

    @Test
    void p_12_leavesASymbolicLinkAlone() throws Exception {
        Files.createSymbolicLink(directory.resolve("app.sock"), directory.resolve("elsewhere"));
        unix("app.sock");
        assertThatThrownBy(server::start).hasMessageContaining("a file that is no socket");
        assertThat(files()).containsExactly("app.sock");
    }

    @Test
    void p_12_removesOnlyItsOwnSocketAtTheEnd() throws Exception {
        unix("app.sock");
        server.start();
        Path path = directory.resolve("app.sock");
        Files.delete(path);
        Files.writeString(path, "of another");
        server.stop();
        assertThat(path).hasContent("of another");
    }

    @Test
    void saysThatADirectoryIsMissing() {
        unix("missing/app.sock");
        assertThatThrownBy(server::start).hasMessageContaining("there is no directory " + directory.resolve("missing"));
    }

    @Test
    void saysThatAPathIsTooLong() throws Exception {
        int room = 106 - directory.toString().length() - 1;
        Path longest = directory.resolve("s".repeat(room));
        assertThat(FcgiUnixConnector.pathProblem(longest)).isNull();
        assertThat(FcgiUnixConnector.pathProblem(directory.resolve("s".repeat(room + 1))))
                .contains("1 bytes too long");
        unix(longest.getFileName().toString());
        server.start();
        assertServes(longest);
    }

    @Test
    void stopsAcceptingWhenToldAndGoesOn() throws Exception {
        FcgiUnixConnector connector = unix("app.sock");
        server.start();
        connector.setAccepting(false);
        connector.setAccepting(true);
        assertServes(directory.resolve("app.sock"));
    }

    @Test
    void releasesThePathWhenItShutsDown() throws Exception {
        FcgiUnixConnector connector = unix("app.sock");
        server.start();
        connector.shutdown().get();
        assertThat(files()).isEmpty();
        assertThat(connector.getTransport()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void p_1_refusesToListenBeyondLoopback(String host) {
        FcgiServerConnector connector = new FcgiServerConnector(server, new FcgiConnectionFactory());
        connector.setHost(host);
        connector.setPort(0);
        server.addConnector(connector);
        assertThatThrownBy(server::start).hasMessageContaining(host).hasMessageContaining("not a loopback address");
    }

    @Test
    void p_1_refusesToListenOnAllInterfaces() {
        FcgiServerConnector connector = new FcgiServerConnector(server, new FcgiConnectionFactory());
        connector.setHost(null);
        connector.setPort(0);
        server.addConnector(connector);
        assertThatThrownBy(server::start).hasMessageContaining("address 0.0.0.0 is not a loopback address");
    }

    @Test
    void p_1_listensBeyondLoopbackWithPeersOrASecret() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        assertThatThrownBy(() -> PeerProtection.require(factory, everywhere))
                .hasMessageContaining("give the addresses of the web servers or a secret");
        factory.setAllowedPeers(PeerAddresses.parse("192.0.2.1"));
        PeerProtection.require(factory, everywhere);
        factory.setAllowedPeers(null);
        factory.setTrustPolicy(TrustPolicy.parse(Map.of("secret", "0123456789abcdef")));
        PeerProtection.require(factory, everywhere);
    }

    @Test
    void saysThatNoSocketWasInherited() {
        FcgiUnixConnector connector = unix("app.sock");
        connector.setInheritChannel(true);
        assertThatThrownBy(server::start).hasMessageContaining("descriptor 0 is no listening socket");
        assertThat(directory.resolve("app.sock")).doesNotExist();
    }

    @Test
    void p_1_listensOnLoopbackByDefault() {
        FcgiServerConnector connector = new FcgiServerConnector(server, new FcgiConnectionFactory());
        assertThat(connector.getHost()).isEqualTo("127.0.0.1");
        assertThat(connector.getPort()).isEqualTo(9000);
        assertThat(connector.getAcceptedTcpNoDelay()).isTrue();
    }
}
