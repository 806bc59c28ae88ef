package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;

/** The contract against Jetty's own HTTP connector behind nginx: what it expects is what HTTP gives. */
@DisplayName("nginx | for comparison: proxy_pass to Jetty's HTTP connector")
class NginxProxyPassIT extends FrontEndTopics {

    @Override
    FrontEnd frontEnd() {
        return Nginx.proxyPass();
    }

    @Override
    Application application() {
        return Application.jettyHttp();
    }

    @Override
    @Differs("over HTTP the client is the web server")
    public void assertClient(Facts facts, String address, int port) {
        assertThat(facts.get("remoteAddr")).isEqualTo("127.0.0.1");
    }

    @Override
    @Differs("over HTTP the local port is the one the web server connected to")
    public void assertLocalPort(Facts facts) {
        assertThat(facts.get("localPort")).isNotEqualTo(Integer.toString(client().port()));
    }

    @Override
    @Differs("Jetty's HTTP/1.1 parser refuses what may not stand raw in a path")
    public void assertRawUtf8(RawReply reply) {
        assertThat(reply.status()).isEqualTo(400);
    }

    @Override
    @Differs(
            "Jetty closes an HTTP connection with more left unread than has come, and nginx may lose the response by that")
    public int unreadBytes() {
        return 2_000;
    }

    @Override
    @Differs(
            "Jetty's HTTP/1.1 connection does not read while a request runs, and so does not see that its peer is gone")
    public void assertTold(String name) {}

    @Override
    @Differs("HTTP has nothing to tell it with")
    public void assertErrorReported(String error) {}
}
